"""How trees are spelled; behaviour is asked of both databases, spelling only where an index depends on it."""

import re

import pytest
from guanxi.errors import Misconfigured
from guanxi.sqltree import (
    FALSE,
    NULL,
    TRUE,
    Alias,
    And,
    Call,
    Case,
    Column,
    Constant,
    Exists,
    Expr,
    InList,
    InSelect,
    Insert,
    Join,
    Kind,
    Not,
    OnConflict,
    Or,
    Order,
    Param,
    Recursive,
    Returning,
    RowColumn,
    Rows,
    Scalar,
    Select,
    Subselect,
    Table,
    Union,
    Update,
    integer,
)
from guanxi.storage import Database, Printer
from guanxi.storage.forms import STORAGE_FORMS

from tests.storage.people import INSERT, by_id, column, identity, person, select

POSTGRESQL, SQLITE = (Printer(dialect, STORAGE_FORMS) for dialect in ("postgresql", "sqlite"))


@pytest.fixture
def people(database: Database) -> Database:
    with database.write() as transaction:
        transaction.run_many(
            transaction.print(INSERT),
            [
                person(1, points=1, boss=identity(1), active=True),
                person(2, points=None, boss=identity(1)),
                person(3, points=3, boss=identity(2)),
            ],
        )
    return database


def found(database: Database, where: Expr, **values: object) -> list[str]:
    with database.read() as connection:
        rows = connection.run_tree(select("name", where=where, order=(Order(column("id"), blank=False),)), values)
    return [row[0].removeprefix("person ") for row in rows]


def test_a_slot_is_one_parameter_however_often_it_is_named() -> None:
    tree = select("id", where=Or((by_id(), Call("=", (column("boss"), Param("id", "uuid"))))))
    assert POSTGRESQL.print(tree).slots == SQLITE.print(tree).slots == ("id",)
    assert POSTGRESQL.print(tree).text.count("$1::uuid") == 2


def test_a_tree_is_printed_once() -> None:
    assert POSTGRESQL.print(select("id", "name")) is POSTGRESQL.print(select("id", "name"))
    assert POSTGRESQL.print(select("id")) is not SQLITE.print(select("id"))


def test_names_are_quoted_whatever_they_hold() -> None:
    assert SQLITE.expression(Column('a"b', 'sel"ect')).text == '"a""b"."sel""ect"'


def test_an_operation_without_a_form_is_a_fault_of_configuration() -> None:
    with pytest.raises(Misconfigured):
        SQLITE.expression(Call("no_such_form", ()))


def test_not_takes_a_blank_condition_for_false(people: Database) -> None:
    many = Call(">", (column("points"), integer(1)))
    assert found(people, many) == ["3"]
    assert found(people, Not(many)) == ["1", "2"]
    assert found(people, Not(Not(many))) == ["3"]


def test_lists_of_conditions_far_longer_than_the_expression_depth_pass(people: Database) -> None:
    items = tuple(Call("=", (column("points"), Param(f"p{index}", "integer"))) for index in range(3000))
    values = {f"p{index}": index for index in range(3000)}
    assert found(people, Or(items), **values) == ["1", "3"]
    assert found(people, And(items), **values) == []
    assert (found(people, Or(())), found(people, And(()))) == ([], ["1", "2", "3"])


@pytest.mark.parametrize(
    ("kind", "name", "values"),
    [
        ("uuid", "id", [identity(1), identity(3)]),
        ("list", "name", ["person 1", 'odd "\\{},NULL', "person 3"]),
        ("integer", "points", (1, 3, 2**62)),
    ],
)
def test_a_list_is_one_parameter(people: Database, kind: Kind, name: str, values: list[object]) -> None:
    condition = InList(column(name), Param("values", kind))
    assert found(people, condition, values=values) == ["1", "3"]
    assert found(people, condition, values=[]) == []
    assert found(people, Not(condition), values=values) == ["2"]


def test_blanks_come_first_when_ascending_and_last_when_descending(people: Database) -> None:
    for descending, expected in ((False, ["2", "1", "3"]), (True, ["3", "1", "2"])):
        tree = select("name", order=(Order(column("points"), descending),))
        with people.read() as connection:
            assert [row[0].removeprefix("person ") for row in connection.run_tree(tree)] == expected


def test_an_order_that_is_never_blank_fits_a_primary_key() -> None:
    assert POSTGRESQL.print(select("id", order=(Order(column("id"), blank=False),))).text.endswith('ORDER BY "p"."id"')


def test_arms_of_a_union_keep_their_own_order_and_limit(people: Database) -> None:
    first = Select(
        (Alias("name", column("name")),), Table("person", "p"), order=(Order(column("id"), True),), limit=integer(1)
    )
    second = Select(
        (Alias("name", column("name")),),
        Table("person", "p"),
        order=(Order(column("id")),),
        limit=Param("some", "integer"),
    )
    both = Union((first, second), order=(Order(Column("", "name"), True),), limit=integer(5))
    with people.read() as connection:
        assert connection.run_tree(both, {"some": 2}) == [("person 3",), ("person 2",), ("person 1",)]
        assert connection.run_tree(Union((second, second), distinct=True), {"some": 1}) == [("person 1",)]
        nested = Select((Alias("n", Call("count_rows", ())),), Subselect(both, "u"))
        assert connection.run_tree(nested, {"some": 2}) == [(3,)]


def test_rows_that_lead_to_rows_are_found_once_each(people: Database) -> None:
    step = (Alias("id", column("id")), Alias("boss", column("boss")))
    first = Select(step, Table("person", "p"), where=Call("=", (column("id"), Param("one", "uuid")), "boolean"))
    above = Call("=", (column("id"), Column("w", "boss", "uuid")), "boolean")
    following = Select(step, Table("way", "w"), (Join(Table("person", "p"), above, inner=True),))
    found = Select((Alias("id", Column("s", "id", "uuid")),), Recursive("way", first, following, "s"))
    with people.read() as connection:
        ids = sorted(str(row[0]) for row in connection.run_tree(found, {"one": identity(3)}))
    assert ids == [identity(1), identity(2), identity(3)]  # the first is its own boss


def test_subselects_joins_groups_and_cases_mean_the_same_on_both(people: Database) -> None:
    boss = Table("person", "b")
    is_boss = Call("=", (Column("b", "id", "uuid"), column("boss")))
    names = Select(
        (Alias("id", Column("b", "id", "uuid")),),
        boss,
        where=Call("=", (Column("b", "name", "text"), Param("name", "text"))),
    )
    assert found(people, InSelect(column("boss"), names), name="person 1") == ["1", "2"]
    assert found(
        people,
        Exists(
            Select(
                (Alias("one", integer(1)),),
                boss,
                where=And((is_boss, Call("=", (Column("b", "points", "integer"), integer(1))))),
            )
        ),
    ) == ["1", "2"]
    label = Case(((Call("is_null", (column("points"),)), Param("blank", "text")),), Call("lower", (column("name"),)))
    tree = Select(
        (
            Alias("label", label),
            Alias("boss", Column("b", "name", "text")),
            Alias("count", Scalar(Select((Alias("n", Call("count_rows", ())),), Table("person", "x")))),
        ),
        Table("person", "p"),
        (Join(boss, is_boss),),
        order=(Order(column("id")),),
    )
    grouped = Select(
        (Alias("boss", column("boss")), Alias("n", Call("count", (column("points"),)))),
        Table("person", "p"),
        group=(column("boss"),),
        having=Call(">", (Call("count_rows", ()), integer(1))),
    )
    with people.read() as connection:
        assert connection.run_tree(tree, {"blank": "none"}) == [
            ("person 1", "person 1", 3),
            ("none", "person 1", 3),
            ("person 3", "person 2", 3),
        ]
        assert connection.run_tree(grouped) == [(identity(1), 1)]


def test_constants_keep_truth_and_numbers_apart(people: Database) -> None:
    assert found(people, TRUE) == ["1", "2", "3"]
    assert found(people, FALSE) == found(people, NULL) == []
    assert POSTGRESQL.expression(TRUE).text == "TRUE"
    assert POSTGRESQL.expression(Constant(1, "integer")).text == "1"


def test_many_rows_are_one_parameter_of_an_update_and_an_insert(people: Database) -> None:
    rows = Rows(
        "rows",
        (
            RowColumn("id", "uuid"),
            RowColumn("name", "text"),
            RowColumn("points", "integer"),
            RowColumn("active", "boolean"),
        ),
        "r",
    )
    assignments = tuple((name, Column("r", name)) for name in ("name", "points", "active"))
    update = Update(
        Table("person", "p"),
        assignments,
        Call("=", (column("id"), Column("r", "id"))),
        Returning((Alias("points", column("points")),)),
        rows,
    )
    given = [[identity(1), '甲 "x"', None, True], [identity(2), None, -5, False]]
    with people.write() as transaction:
        assert sorted(transaction.run_tree(update, {"rows": given}), key=str) == [(-5,), (None,)]
        old = select("id", "name", "points", "active", order=(Order(column("id")),))
        assert [tuple(row) for row in transaction.run_tree(old)][:2] == [tuple(row) for row in given]
    stamps = tuple(
        (name, Param(name, INSERT.values[INSERT.columns.index(name)].kind))
        for name in ("created_at", "created_by", "updated_at", "updated_by", "version")
    )
    source = Select(
        (*(Alias(name, Column("r", name)) for name in ("id", "name")), *(Alias(name, value) for name, value in stamps)),
        rows,
    )
    insert = Insert("person", ("id", "name", *(name for name, _ in stamps)), source, conflict=OnConflict(("id",)))
    with people.write() as transaction:
        assert (
            transaction.change_tree(
                insert,
                {**person(0), "rows": [[identity(number), f"n{number}", None, None] for number in range(1, 1001)]},
            )
            == 997
        )


def test_an_insert_may_give_way_or_assign(people: Database) -> None:
    again = Insert(
        INSERT.table,
        INSERT.columns,
        INSERT.values,
        conflict=OnConflict(("id",), (("name", Column("excluded", "name")),)),
    )
    with people.write() as transaction:
        transaction.run_tree(again, person(1, name="new"))
    assert found(people, by_id(), id=identity(1)) == ["new"]


def test_rows_are_locked_without_those_joined_to_them(people: Database) -> None:
    tree = Select(
        (Alias("id", column("id")),),
        Table("person", "p"),
        (Join(Table("person", "b"), Call("=", (Column("b", "id"), column("boss")))),),
        order=(Order(column("id"), blank=False),),
        lock="no key update",
    )
    with people.write() as transaction:
        assert len(transaction.run_tree(tree)) == 3
    assert POSTGRESQL.print(tree).text.endswith('FOR NO KEY UPDATE OF "p"')
    assert "FOR " not in SQLITE.print(tree).text


def test_no_statement_says_star() -> None:
    union = Union((select("id", order=(Order(column("id")),)), select("id")))
    for printer in (POSTGRESQL, SQLITE):
        assert not re.search(r"SELECT \*", printer.print(union).text)
