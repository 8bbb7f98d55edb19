"""Log lines tell what went wrong, and nothing that was held in variables meanwhile."""

import subprocess
import sys

PROGRAM = """
import structlog
from guanxi.logs import configure_logs

def sign_in(password):
    raise ValueError("the reason")

configure_logs("info")
try:
    sign_in("s3cret-of-somebody".upper())
except ValueError:
    structlog.get_logger("test").exception("request_failed")
"""


def test_a_failure_is_logged_with_its_reason_and_without_the_values_of_variables() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert "the reason" in done.stderr
    assert "sign_in" in done.stderr
    assert "S3CRET-OF-SOMEBODY" not in done.stderr
