"""Imports of rows into real databases: what is kept, what is refused, and how it is mended."""

from pathlib import Path

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.errors import Denied, Invalid, TooLarge
from guanxi.importing import run as run_module
from guanxi.importing.mapping import read_mapping
from guanxi.importing.run import ImportMode, ImportOrder, run_import
from guanxi.importing.source import Source
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.support.importing import codes, imported, mapping_of, stored, system, write_csv
from tests.support.people import succeed

LEGS = """
kind: picklist
name: leg
values:
  - {name: sent, label: {en: Under way, zh: 在途}}
  - {name: held, label: {en: Stopped, zh: 在途}}
  - {name: come, label: {en: Held, zh: 已到}}
---
kind: extension
name: leg_account
object: account
fields:
  - {name: leg, type: picklist, values: leg}
  - {name: legs, type: multi_picklist, values: leg}
"""
PRODUCTS = mapping_of("product", {"name": "title", "code": "sku", "list_price": "price"}, match="code")


def products(count: int) -> list[dict[str, object]]:
    return [{"title": f"Product {number}", "sku": f"P{number}", "price": f"{number}.50"} for number in range(count)]


def test_rows_are_created_then_updated_and_equal_ones_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    context, rows = system(workspace), products(3)
    path = write_csv(tmp_path / "a.csv", rows)
    assert imported(context, path, PRODUCTS).counts == {"created": 3}
    assert imported(context, path, PRODUCTS).counts == {"unchanged": 3}
    rows[1]["price"] = "9"
    assert imported(context, write_csv(path, rows), PRODUCTS).counts == {"unchanged": 2, "updated": 1}
    assert stored(context, "product", "code", "list_price", "version") == [("P0", 0.5, 1), ("P1", 9, 2), ("P2", 2.5, 1)]


def test_all_or_none_keeps_nothing_when_a_row_is_refused_and_reports_every_problem(
    workspace: Workspace, tmp_path: Path
) -> None:
    context, rows = system(workspace), products(5)
    rows[1] |= {"price": "cheap", "title": ""}
    rows[3]["sku"] = "P0"
    rows[4]["price"] = "-1"
    found = imported(context, write_csv(tmp_path / "a.csv", rows), PRODUCTS)
    assert not found.kept
    assert codes(found) == {
        (2, "list_price", "not_number"), (2, "name", "required"), (4, "code", "repeated"), (5, "list_price", "min"),
    }  # fmt: skip
    assert found.counts["refused"] == 3
    assert stored(context, "product", "code") == []


def test_partial_keeps_what_passes_and_the_mended_file_completes_it(workspace: Workspace, tmp_path: Path) -> None:
    context, rows, errors = system(workspace), products(4), tmp_path / "errors.csv"
    rows[1]["price"] = "cheap"
    rows[2]["title"] = 'Say "x", or\nnot'
    rows[2]["price"] = "cheap too"
    path = write_csv(tmp_path / "a.csv", rows)
    found = imported(context, path, PRODUCTS, mode="partial", errors=errors)
    assert found.kept
    assert found.counts == {"created": 2, "refused": 2}
    written = errors.read_text("utf-8-sig")
    assert written.splitlines()[0] == "title,sku,price,import_problem"
    assert "list_price: “cheap” is not a number." in written
    errors.write_bytes(errors.read_bytes().replace(b"cheap too,", b"4,").replace(b"P1,cheap,", b"P1,5,"))
    assert imported(context, errors, PRODUCTS, mode="partial", errors=tmp_path / "more.csv").counts == {"created": 2}
    assert ("P2", 'Say "x", or\nnot', 4) in stored(context, "product", "code", "name", "list_price")


def test_an_error_file_fed_back_unmended_says_the_same_again(workspace: Workspace, tmp_path: Path) -> None:
    context, rows = system(workspace), products(2)
    rows[1]["price"] = "cheap"
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    path = write_csv(tmp_path / "a.csv", rows)
    path.write_text(path.read_text().replace(",", ";"), encoding="utf-16")
    assert imported(context, path, PRODUCTS, mode="partial", errors=first).counts == {"created": 1, "refused": 1}
    assert imported(context, first, PRODUCTS, mode="partial", errors=second).counts == {"refused": 1}
    assert first.read_bytes() == second.read_bytes()
    assert first.read_text("utf-16").startswith("title;sku;price;import_problem")


def test_broken_rows_are_refused_and_the_others_kept(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,sku,price\nA,a,1\nB,b\nC,c,3\n")
    found = imported(system(workspace), path, PRODUCTS, mode="partial", errors=tmp_path / "errors.csv")
    assert codes(found) == {(2, None, "row_cells")}
    assert found.counts == {"created": 2, "refused": 1}
    assert 'B,b,"Line 3' in (tmp_path / "errors.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("mode", ["all_or_none", "partial"])
def test_a_dry_run_reports_everything_and_keeps_nothing(workspace: Workspace, tmp_path: Path, mode: str) -> None:
    context, rows = system(workspace), products(4)
    rows[2] |= {"price": "cheap", "title": ""}
    found = imported(context, write_csv(tmp_path / "a.csv", rows), PRODUCTS, mode=mode, dry_run=True)  # type: ignore[arg-type]
    assert codes(found) == {(3, "list_price", "not_number"), (3, "name", "required")}
    assert found.counts == {"created": 3, "refused": 1}
    assert not found.kept
    assert stored(context, "product", "code") == []
    with workspace.database.read() as connection:
        assert connection.select("gx_outbox", ("id",), {"object": "product"}) == []


def test_references_to_rows_of_the_same_file_are_resolved_in_any_order(sales: Workspace, tmp_path: Path) -> None:
    context = system(sales)
    mapping = mapping_of(
        "org_unit", {"code": "code", "name": "code", "parent": {"column": "above", "lookup": "code"}}, match="code"
    )
    rows = [{"code": "c", "above": "b"}, {"code": "a", "above": ""}, {"code": "b", "above": "a"}]
    path = write_csv(tmp_path / "a.csv", rows)
    assert imported(context, path, mapping).counts == {"created": 3}
    assert imported(context, path, mapping).counts == {"unchanged": 3}
    found = stored(context, "org_unit", "code", "parent")
    ids = dict(stored(context, "org_unit", "code", "id"))
    assert found == [("a", None), ("b", ids["a"]), ("c", ids["b"])]


def test_a_reference_to_a_refused_row_refuses_what_points_there(sales: Workspace, tmp_path: Path) -> None:
    context = system(sales)
    mapping = mapping_of(
        "org_unit", {"code": "code", "name": "name", "parent": {"column": "above", "lookup": "code"}}, match="code"
    )
    rows = [
        {"code": "c", "name": "C", "above": "b"}, {"code": "a", "name": "A", "above": ""},
        {"code": "b", "name": "", "above": "a"}, {"code": "d", "name": "D", "above": "c"},
    ]  # fmt: skip
    path = write_csv(tmp_path / "a.csv", rows)
    assert imported(context, path, mapping, dry_run=True).counts == {"created": 2, "refused": 2}
    found = imported(context, path, mapping, mode="partial")
    assert codes(found) == {
        (1, "parent", "lookup_not_found"),
        (3, "name", "required"),
        (4, "parent", "lookup_not_found"),
    }
    assert found.counts == {"created": 1, "refused": 3}
    assert stored(context, "org_unit", "code") == [("a",)]


def test_look_ups_values_formulas_and_constants_give_values(sales: Workspace, tmp_path: Path) -> None:
    context = system(sales)
    imported(context, write_csv(tmp_path / "p.csv", products(2)), PRODUCTS)
    mapping = mapping_of(
        "opportunity",
        {
            "name": {"formula": "UPPER(Deal_Name) & ' ' & seller"}, "owner": {"column": "seller", "lookup": "login"},
            "stage": {"column": "State", "values": {"Open": "engaging"}, "default": "prospecting"},
            "amount": {"formula": "VALUE(thousands) * 1000"}, "close_date": {"column": "end", "format": "M/D/YYYY"},
            "source": {"value": "web"},
        },
    )  # fmt: skip
    save(context, "user", [{"login": "anna", "name": "Anna"}])
    rows = [
        {"Deal Name": "one", "seller": "ANNA", "State": "Open", "thousands": "1.5", "end": "3/1/2017"},
        {"Deal Name": "two", "seller": "bob", "State": "Closed", "thousands": "x", "end": "2017-03-01"},
        {"Deal Name": "three", "seller": "anna", "State": "", "thousands": "", "end": ""},
    ]
    found = imported(context, write_csv(tmp_path / "o.csv", rows), mapping, mode="partial")
    assert codes(found) == {
        (2, "owner", "lookup_not_found"), (2, "stage", "not_in_mapping"), (2, "amount", "mapping_formula_error"),
        (2, "close_date", "not_in_format"),
    }  # fmt: skip
    said = {problem["message"] for problem in found.problems if problem["code"] == "lookup_not_found"}
    assert said == {"There is no User with Sign-in name “bob”."}
    fields = ("name", "stage", "amount", "close_date", "source")
    assert stored(context, "opportunity", *fields) == [
        ("ONE ANNA", "engaging", 1500, "2017-03-01", "web"), ("THREE anna", "prospecting", None, None, "web"),
    ]  # fmt: skip


def test_values_are_known_by_their_labels_in_every_language(sales: Workspace, tmp_path: Path) -> None:
    context = system(sales)
    mapping = mapping_of("account", {"name": "name", "industry": "industry"})
    texts = ("能源", "Energy", " employment SERVICES ", "ＲＥＴＡＩＬ", "retail", "", "能量")
    rows = [{"name": str(number), "industry": text} for number, text in enumerate(texts)]
    found = imported(context, write_csv(tmp_path / "a.csv", rows), mapping, mode="partial")
    assert codes(found) == {(7, "industry", "not_in_picklist")}
    assert dict(stored(context, "account", "name", "industry")) == {
        "0": "energy", "1": "energy", "2": "employment", "3": "retail", "4": "retail", "5": None,
    }  # fmt: skip


def test_a_label_of_several_values_is_a_finding_and_a_name_never(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "leg.yaml"
    path.write_text(LEGS, encoding="utf-8")
    succeed(workspace.settings.database_url, "apply", str(path))
    workspace.snapshot()
    mapping = mapping_of("account", {"name": "name", "leg": "leg", "legs": "legs"})
    rows = [
        {"name": "A", "leg": "在途", "legs": "sent"}, {"name": "B", "leg": "Held", "legs": "Sent; 在途"},
        {"name": "C", "leg": "Held", "legs": "HELD;已到"},
    ]  # fmt: skip
    context = system(workspace)
    found = imported(context, write_csv(tmp_path / "a.csv", rows), mapping, mode="partial")
    assert codes(found) == {(1, "leg", "ambiguous_choice"), (2, "legs", "ambiguous_choice")}
    assert stored(context, "account", "name", "leg", "legs") == [("C", "held", ["held", "come"])]


def test_a_date_that_could_be_read_in_several_ways_is_a_finding(sales: Workspace, tmp_path: Path) -> None:
    mapping = mapping_of("opportunity", {"name": "name", "close_date": "end"})
    rows = [{"name": "a", "end": "3/1/2017"}, {"name": "b", "end": "2017-03-01"}]
    found = imported(system(sales), write_csv(tmp_path / "o.csv", rows), mapping)
    assert codes(found) == {(1, "close_date", "date_needs_format")}


@pytest.mark.parametrize("mode", ["all_or_none", "partial"])
def test_rows_that_name_one_record_are_refused_however_far_apart(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: ImportMode
) -> None:
    monkeypatch.setattr(Source.chunks, "__kwdefaults__", {"skip": 0, "size": 2})
    rows = products(5)
    rows[4] |= {"sku": "P0", "price": "77"}
    context, path = system(workspace), write_csv(tmp_path / "a.csv", rows)
    for dry_run in (True, False):
        found = imported(context, path, PRODUCTS, mode=mode, dry_run=dry_run)
        assert codes(found) == {(5, "code", "repeated")}
        assert found.counts == {"created": 4, "refused": 1}
        assert found.rows == 5
    assert ("P0", 0.5) in stored(context, "product", "code", "list_price") or mode == "all_or_none"
    assert len(stored(context, "product", "code")) == (4 if mode == "partial" else 0)


def test_equal_rows_count_once_where_the_mapping_says_so(workspace: Workspace, tmp_path: Path) -> None:
    rows = [*products(2), *products(3)]
    found = imported(system(workspace), write_csv(tmp_path / "a.csv", rows), {**PRODUCTS, "distinct": True})
    assert found.counts == {"created": 3, "repeated": 2}


def test_a_step_that_is_kept_stays_when_a_later_one_ends_early(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, path = system(workspace), write_csv(tmp_path / "a.csv", products(7))
    monkeypatch.setattr(Source.chunks, "__kwdefaults__", {"skip": 0, "size": 3})
    order = ImportOrder(read_mapping(context, PRODUCTS, object_name="product"), path, "partial")
    steps = []

    def stop(done: int, total: int, kept: bool) -> None:
        steps.append((done, total))
        if not kept and done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(order, lambda: context, progress=stop)
    assert len(stored(context, "product", "code")) == 6
    assert steps[-1] == (7, 7)


def test_importing_needs_its_own_right(sales: Workspace, tmp_path: Path) -> None:
    context = system(sales)
    save(context, "user", [{"login": "rep", "name": "Rep", "roles": ["sales_rep"]}])
    with sales.database.read() as connection:
        rep = Authenticator(sales.snapshot().catalog).by_login(connection, "rep")
    path = write_csv(tmp_path / "a.csv", [{"name": "One"}])
    with pytest.raises(Denied):
        imported(sales.context(rep), path, mapping_of("account", {"name": "name"}))


def test_a_look_up_finds_only_what_the_importer_may_see(sales: Workspace, tmp_path: Path) -> None:
    context = system(sales)
    save(context, "user", [{"login": "ops", "name": "Ops", "roles": ["sales_operations"]}])
    with sales.database.read() as connection:
        ops = Authenticator(sales.snapshot().catalog).by_login(connection, "ops")
    with pytest.raises(Invalid) as caught:
        mapping = mapping_of("account", {"name": "name", "owner": {"column": "who", "lookup": "email"}})
        imported(sales.context(ops), write_csv(tmp_path / "a.csv", [{"name": "One", "who": "x"}]), mapping)
    assert [problem.code for problem in caught.value.problems] == ["lookup_not_unique"]
    mapping = mapping_of("account", {"name": "name", "owner": {"column": "who", "lookup": "login"}})
    rows = [{"name": "One", "who": "ops"}, {"name": "Two", "who": "nobody"}]
    found = imported(sales.context(ops), write_csv(tmp_path / "a.csv", rows), mapping, mode="partial")
    assert codes(found) == {(2, "owner", "lookup_not_found")}
    assert stored(context, "account", "name") == [("One",)]


def test_more_rows_than_one_transaction_takes_are_refused(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "MOST_AT_ONCE", 3)
    with pytest.raises(TooLarge):
        imported(system(workspace), write_csv(tmp_path / "a.csv", products(4)), PRODUCTS)
