"""How often one caller may ask."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from guanxi import clock
from guanxi.errors import TooMany
from guanxi.web.app import create_app
from guanxi.web.pace import Pace
from guanxi.workspace.workspace import Workspace

from tests.web.client import Client, client_of

ONE_DATABASE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    now = [100.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    return lambda seconds: now.__setitem__(0, now[0] + seconds)


def test_a_minutes_worth_may_come_at_once_and_then_comes_back_evenly(pass_time: Callable[[float], None]) -> None:
    pace = Pace(6)
    for _ in range(6):
        pace.spend("lin")
    with pytest.raises(TooMany) as refused:
        pace.spend("lin")
    assert refused.value.params == {"retry_after": 10, "limit": 6}
    pace.spend("another")
    pass_time(10)
    pace.spend("lin")
    pass_time(3600)
    for _ in range(6):
        pace.spend("lin")
    with pytest.raises(TooMany):
        pace.spend("lin")


def test_no_limit_is_no_limit() -> None:
    pace, answered = Pace(0), 0
    for _ in range(100):
        pace.spend("lin")
        answered += 1
    assert answered == 100


@ONE_DATABASE
def test_who_asks_too_often_is_told_when_to_ask_again(sales: Workspace, pass_time: Callable[[float], None]) -> None:
    settings = replace(sales.settings, requests_per_minute=2, portal_requests_per_minute=1)
    app = create_app(replace(sales, settings=settings))
    staff, other = client_of(app, sales, "rep", "sales_rep"), client_of(app, sales, "two", "sales_rep")
    guest: Client = client_of(app, sales, "guest", "portal_user", audience="portal")
    assert [staff("GET", "/me").status_code for _ in range(2)] == [200, 200]
    refused = staff("GET", "/me", Accept_Language="zh")
    assert (refused.status_code, refused.headers["Retry-After"], refused.get_json()["code"]) == (429, "30", "too_many")
    assert other("GET", "/me").status_code == 200
    assert [guest("GET", "/me").status_code for _ in range(2)] == [200, 429]
    pass_time(30)
    assert staff("GET", "/me").status_code == 200
