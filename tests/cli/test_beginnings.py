"""What a first command finds: a private file, a folder that holds nothing, a database that is not there."""

from pathlib import Path

from tests.support.server import guanxi


def test_a_new_database_file_is_its_owners_alone(tmp_path: Path) -> None:
    assert guanxi(f"sqlite:///{tmp_path}/new.db", "init").returncode == 0
    assert (tmp_path / "new.db").stat().st_mode & 0o077 == 0


def test_a_folder_without_documents_is_wrong_use(tmp_path: Path) -> None:
    guanxi(f"sqlite:///{tmp_path}/new.db", "init")
    empty = tmp_path / "empty"
    empty.mkdir()
    done = guanxi(f"sqlite:///{tmp_path}/new.db", "plan", str(empty))
    assert (done.returncode, "no document" in done.stderr) == (2, True)


def test_serving_an_absent_database_is_refused_at_once() -> None:
    done = guanxi("postgresql://nobody@127.0.0.1:1/absent", "serve", "--port", "0")
    assert done.returncode == 1
    assert done.stderr.strip()
