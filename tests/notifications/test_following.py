"""People are told of what concerns them: once, whatever dies in between, and only of what they may see."""

import pytest
from guanxi.access.principal import Principal
from guanxi.automation import jobs
from guanxi.automation.relay import deliver
from guanxi.automation.sequencer import seal_pending
from guanxi.hooks import hookimpl
from guanxi.notifications.inbox import inbox
from guanxi.records.save import save
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace

from tests.web.client import user_of


@pytest.fixture
def rep(sales: Workspace) -> str:
    return user_of(sales, "rep", "sales_rep")


def told(workspace: Workspace, user_id: str) -> list[tuple[str, str | None, str | None]]:
    who = Principal("user", user_id, "somebody")
    kept, _ = inbox(workspace.context(who))
    return [(notice.kind, notice.object, notice.record_id) for notice in kept]


def relayed(workspace: Workspace) -> None:
    seal_pending(workspace.database)
    while deliver(workspace, owner="me"):
        pass


def system(workspace: Workspace) -> Context:
    return workspace.context(Principal.system("test"))


def test_somebody_is_told_of_a_record_that_another_gave_and_of_many_at_once(sales: Workspace, rep: str) -> None:
    other = user_of(sales, "other", "sales_rep")
    one = save(system(sales), "account", [{"name": "Acme", "owner": rep}]).results[0].id
    rows = [{"name": f"Account {number}", "owner": other} for number in range(3)]
    ids = [result.id for result in save(system(sales), "account", rows).results]
    relayed(sales)
    assert told(sales, rep) == [("owner_given", "account", one)]
    save(system(sales), "account", [{"id": key, "owner": rep} for key in ids], operation="update")
    save(system(sales), "account", [{"id": one, "name": "Renamed"}], operation="update")
    relayed(sales)
    assert told(sales, rep)[0] == ("owner_given_many", "account", None)
    assert len(told(sales, rep)) == 2


def test_nobody_is_told_of_its_own_deeds_or_of_objects_it_may_not_read(sales: Workspace, rep: str) -> None:
    idle = user_of(sales, "idle")
    mine = sales.context(Principal("user", rep, "rep", roles=frozenset({"sales_rep"})))
    save(mine, "account", [{"name": "Mine"}])
    save(system(sales), "account", [{"name": "Not to be seen", "owner": idle}])
    relayed(sales)
    assert told(sales, rep) == told(sales, idle) == []


def test_nobody_is_told_of_what_a_save_gives_quietly(sales: Workspace, rep: str) -> None:
    save(system(sales), "account", [{"name": "Demo", "owner": rep}], tells=False)
    relayed(sales)
    assert told(sales, rep) == []


def test_what_is_told_is_told_once_though_a_hook_fails_or_another_relay_was_faster(sales: Workspace, rep: str) -> None:
    class Failing:
        rounds = 0

        @hookimpl
        def after_commit(self) -> None:
            self.rounds += 1
            if self.rounds == 1:
                raise ConnectionError("the other system is away")

    sales.plugins.relay.register(Failing(), name="base")
    save(system(sales), "account", [{"name": "Acme", "owner": rep}])
    seal_pending(sales.database)
    with pytest.raises(ConnectionError):
        deliver(sales, owner="me")
    assert told(sales, rep) == []
    relayed(sales)
    relayed(sales)
    assert len(told(sales, rep)) == 1


@pytest.mark.parametrize("kind", ["import", "build"])
def test_who_asked_for_an_import_is_told_of_its_end_with_it(sales: Workspace, rep: str, kind: str) -> None:
    with sales.database.write() as connection:
        job = jobs.enqueue(connection, kind, {"import": "x"}, principal={"kind": "user", "user_id": rep})
    jobs.claim(sales.database, "me", frozenset({kind}))
    with sales.database.write() as connection:
        assert jobs.finish(connection, job, "me", state="done_with_errors")
        assert not jobs.finish(connection, job, "me", state="done")
    assert told(sales, rep) == ([("import_done_with_errors", None, None)] if kind == "import" else [])


def test_nobody_is_told_of_the_end_of_a_trial_run(sales: Workspace, rep: str) -> None:
    with sales.database.write() as connection:
        asked = {"import": "x", "file": "a.csv", "trial": True}
        job = jobs.enqueue(connection, "import", asked, principal={"kind": "user", "user_id": rep})
    jobs.claim(sales.database, "me", frozenset({"import"}))
    with sales.database.write() as connection:
        assert jobs.finish(connection, job, "me", state="done")
    assert told(sales, rep) == []
