"""A renamed object, field or value is the same thing under another name: records stay, every reference follows."""

from pathlib import Path
from typing import Any

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.automation import jobs
from guanxi.automation.worker import Worker
from guanxi.change.apply import apply
from guanxi.change.plan import plan
from guanxi.change.revisions import revisions, undoing
from guanxi.change.wanted import Wanted
from guanxi.cli.handlers import HANDLERS
from guanxi.errors import Invalid
from guanxi.formula import FormulaInvalid
from guanxi.records.query import rows
from guanxi.records.question import Query
from guanxi.records.save import save
from guanxi.workspace.stored import stored_layers
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, a_field, built, create, loose, put, read, visit
from tests.change.test_packages import PLACE as PLACE_OF_TRIP
from tests.change.test_packages import folder
from tests.web.client import user_of

PLACE = a_field("place", unique=True)
VENUE = a_field("venue", unique=True, renamed_from="place")
SHOUT = a_field("shout", "formula", returns="text", formula="UPPER(place) & '!'")
INDEXES = [
    {"name": "by_place", "fields": ["-place"]},
    {"name": "by_name", "fields": ["name"], "include": ["place"]},
]


def dependants(field: str, name: str = "visit") -> tuple[dict[str, Any], ...]:
    """Return documents of several kinds that name the field and the object."""
    return (
        {"kind": "rule", "name": "no_moon", "object": name, "at": field, "when": f"{field} = 'moon'",
         "message": {"en": "No.", "zh": "不行。"}},
        {"kind": "role", "name": "guest", "audience": "staff", "label": {"en": "Guest", "zh": "客"},
         "objects": [{"object": name, "rights": ["read"], "fields": {"read": ["name", field]}, "mask": [field]}]},
        {"kind": "sharing", "name": "visits", "object": name, "default": "private", "rules": [
            {"name": "near", "to": {"audience": "staff"}, "level": "read", "where": f"{field} = 'here'"}]},
        {"kind": "object", "name": "note_of", "label": {"en": "Note", "zh": "注"}, "fields": [
            a_field("name"), {**a_field("visit", "lookup", to=name, children="notes")},
            a_field("where_to", "formula", returns="text", formula=f"visit.{field}")]},
    )  # fmt: skip


def bodies(workspace: Workspace) -> dict[tuple[str, str], Any]:
    with workspace.database.read() as connection:
        own = stored_layers(connection)[-1]
    return {document.ref: document.body for document in own.documents}


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    put(workspace, visit(PLACE, SHOUT, indexes=INDEXES), *dependants("place"))
    create(workspace, "visit", {"name": "a", "place": "here"}, {"name": "b", "place": "there"})
    create(workspace, "note_of", {"name": "n", "visit": read(workspace, "visit", "id")[0][0]})
    return workspace


def test_a_renamed_field_keeps_its_values_and_every_reference_follows(filled: Workspace) -> None:
    before = filled.snapshot().catalog.object("visit").fields["place"]
    put(filled, visit(VENUE, SHOUT, indexes=INDEXES))
    after = filled.snapshot().catalog.object("visit")
    assert (after.fields["venue"].id, after.fields["venue"].columns) == (before.id, before.columns)
    assert read(filled, "visit", "venue", "shout") == [("here", "HERE!"), ("there", "THERE!")]
    assert read(filled, "note_of", "where_to") == [("here",)]
    told = bodies(filled)
    assert told["object", "visit"]["fields"][2]["formula"] == "UPPER(venue) & '!'"
    for expected in dependants("venue"):
        assert told[expected["kind"], expected["name"]] == expected


def test_an_old_name_goes_on_to_answer_and_cannot_be_used_anew(filled: Workspace) -> None:
    put(filled, visit(VENUE, SHOUT))
    assert read(filled, "visit", "venue", filter="place = 'here'") == [("here",)]
    create(filled, "visit", {"name": "c", "place": "elsewhere"})
    assert read(filled, "visit", "venue", filter="name = 'c'") == [("elsewhere",)]
    with pytest.raises(Invalid) as failure:
        put(filled, visit(VENUE, PLACE))
    assert "name_is_former" in {problem.code for problem in failure.value.problems}


def test_a_document_with_an_old_name_is_put_right_with_a_warning(filled: Workspace) -> None:
    put(filled, visit(VENUE, SHOUT))
    (rule, *_) = dependants("place")
    made = plan(filled, loose(rule))
    assert made.is_empty
    assert {(finding.code, finding.fix) for finding in made.findings} == {("former_name", "venue")}


def test_what_the_workspace_says_is_put_right_without_a_word_by_the_change_that_renames(filled: Workspace) -> None:
    (rule, *_) = dependants("place")
    made = plan(filled, loose(visit(VENUE, SHOUT), {**rule, "message": {"en": "Where to?"}}))
    assert not made.findings
    assert "rewrites" in {effect.code for change in made.changes for effect in change.effects}


def test_a_renamed_object_keeps_its_records_and_every_reference_follows(filled: Workspace) -> None:
    before = filled.snapshot().catalog.object("visit")
    body = visit(PLACE, SHOUT, indexes=INDEXES)
    put(filled, {**body, "name": "journey", "renamed_from": "visit"})
    catalog = filled.snapshot().catalog
    after = catalog.object("journey")
    assert (after.id, after.table, list(after.fields)) == (before.id, before.table, list(before.fields))
    assert "visit" not in catalog.objects
    assert read(filled, "journey", "place") == read(filled, "visit", "place") == [("here",), ("there",)]
    assert read(filled, "note_of", "where_to") == [("here",)]
    told = bodies(filled)
    for expected in dependants("place", "journey"):
        assert told[expected["kind"], expected["name"]] == expected
    create(filled, "visit", {"name": "c"})
    assert len(read(filled, "journey", "name")) == 3


@pytest.mark.parametrize("new", [{"name": "journey", "renamed_from": "visit"}, {"name": "visit"}])
def test_undoing_a_rename_gives_the_old_name_back_with_the_records(filled: Workspace, new: dict[str, Any]) -> None:
    before = bodies(filled), filled.snapshot().catalog.object("visit").fields["place"].id
    field = PLACE if "renamed_from" in new else VENUE
    put(filled, {**visit(field, SHOUT, indexes=INDEXES), **new})
    create(filled, "visit", {"name": "c", "place": "later"})
    apply(filled, undoing(filled, revisions(filled)[0].number), author=ADMIN)
    catalog = filled.snapshot().catalog
    found = catalog.objects["visit"]
    assert (bodies(filled), found.fields["place"].id) == before
    assert (dict(found.aliases), dict(catalog.aliases)) == ({}, {})
    assert read(filled, "visit", "place") == [("here",), ("there",), ("later",)]
    apply(filled, undoing(filled, revisions(filled)[0].number), author=ADMIN)
    assert len(read(filled, str(new["name"]), field["name"])) == 3


def test_a_plan_tells_a_rename_and_what_follows(filled: Workspace) -> None:
    made = plan(filled, loose(visit(VENUE, SHOUT, indexes=INDEXES)))
    change = made.changes[0]
    assert (change.difference.action, change.difference.before, change.difference.after) == ("rename", "place", "venue")
    assert [effect.code for effect in change.effects] == ["keeps_alias", "rewrites"]
    assert change.effects[1].params["count"] == 5
    assert not plan(filled, loose(visit(PLACE, SHOUT, indexes=INDEXES))).changes


@pytest.mark.parametrize("former", ["name", "account"])
def test_only_the_package_of_a_thing_renames_it(workspace: Workspace, former: str) -> None:
    label = {"en": "Handle", "zh": "名"}
    if former == "account":
        body = {**visit(), "renamed_from": "account"}
    else:
        entry = {"name": "handle", "type": "text", "label": label, "renamed_from": "name"}
        body = {"kind": "object", "name": "account", "fields": [entry]}
    with pytest.raises(Invalid) as failure:
        put(workspace, body)
    assert {problem.code for problem in failure.value.problems} & {"rename_elsewhere", "renamed_from_stays"}


def test_the_patches_of_the_workspace_follow_what_a_package_renames(workspace: Workspace, tmp_path: Path) -> None:
    apply(workspace, folder(tmp_path / "trip", "1.0.0", trip=PLACE_OF_TRIP), author=ADMIN)
    put(workspace, {"kind": "object", "name": "trip", "fields": [
        {"name": "place", "help": {"en": "Where", "zh": "何处"}},
        a_field("loudly", "formula", returns="text", formula="UPPER(place)")]})  # fmt: skip
    create(workspace, "trip", {"name": "a", "place": "here"})
    field = PLACE_OF_TRIP.replace("name: place", "name: venue, renamed_from: place")
    wanted = folder(tmp_path / "trip", "1.1.0", journey=field)
    (document,) = wanted.packages[0].documents
    document.body["renamed_from"] = "trip"
    apply(workspace, wanted, author=ADMIN)
    assert read(workspace, "journey", "venue", "loudly") == [("here", "HERE")]
    assert workspace.snapshot().catalog.object("journey").fields["venue"].help.en == "Where"
    assert not apply(workspace, wanted, author=ADMIN).changed


def mood(*values: dict[str, Any]) -> dict[str, Any]:
    """Return the picklist `mood`."""
    entries = [{"label": {"en": value["name"], "zh": "值"}, **value} for value in values]
    return {"kind": "picklist", "name": "mood", "label": {"en": "Mood", "zh": "心情"}, "values": entries}


CALM, LOUD = {"name": "calm"}, {"name": "loud"}
MOODS = (
    a_field("mood", "picklist", values="mood", default="calm"), a_field("moods", "multi_picklist", values="mood"),
    a_field("score", "formula", returns="number", stored=True, formula="IF(mood = 'calm', 1, 0)"),
)  # fmt: skip


@pytest.fixture
def moody(workspace: Workspace) -> Workspace:
    states = {"field": "mood", "transitions": [{"from": "calm", "to": "loud"}]}
    put(workspace, mood(CALM, LOUD), visit(*MOODS, states=states))
    create(workspace, "visit", {"name": "a", "moods": ["calm", "loud"]}, {"name": "b", "moods": ["calm"]})
    return workspace


def test_a_renamed_value_is_written_into_the_records_by_a_build(moody: Workspace) -> None:
    done = built(moody, mood({"name": "quiet", "renamed_from": "calm"}, LOUD))
    assert done["state"] == "done"
    assert read(moody, "visit", "mood", "moods", "score") == [("quiet", ("quiet", "loud"), 1), ("quiet", ("quiet",), 1)]
    told = bodies(moody)["object", "visit"]
    assert told["states"]["transitions"] == [{"from": "quiet", "to": "loud"}]
    assert [told["fields"][1]["default"], told["fields"][3]["formula"]] == ["quiet", "IF(mood = 'quiet', 1, 0)"]
    create(moody, "visit", {"name": "c", "mood": "calm"})
    assert read(moody, "visit", "name", filter="mood = 'quiet'") == [("a",), ("b",), ("c",)]


ASKED = (
    "mood = 'calm'", "mood <> 'loud' AND mood <= 'calm'", "mood IN ('calm', 'silent')", "ISPICKVAL(mood, 'calm')",
    "CASE(mood, 'loud', 0, 'calm', 1, 2) = 1", "INCLUDES(moods, 'calm') AND NOT INCLUDES(moods, 'loud')",
)  # fmt: skip
AB = ["a", "b"]
QUIET = mood({"name": "quiet", "renamed_from": "calm"}, {"name": "silent"}, LOUD)


def test_the_old_name_of_a_value_goes_on_to_answer_in_formulas_until_it_is_retired(moody: Workspace) -> None:
    create(moody, "visit", {"name": "c", "mood": "loud", "moods": ["loud", "calm"]})
    built(moody, QUIET)
    create(moody, "visit", {"name": "d", "mood": "silent"})
    found = {text: [name for (name,) in read(moody, "visit", "name", filter=text)] for text in ASKED}
    assert found == dict(zip(ASKED, (AB, AB, ["a", "b", "d"], AB, AB, ["b"]), strict=True))
    apply(moody, Wanted(retired=frozenset({"mood.calm"})), author=ADMIN)
    for text in ASKED:
        with pytest.raises(FormulaInvalid, match="“calm” is not a value of"):
            read(moody, "visit", "name", filter=text)


def test_a_former_name_with_a_dot_in_it_is_retired(moody: Workspace) -> None:
    built(moody, mood({"name": "v1.0", "renamed_from": "calm"}, LOUD))
    built(moody, mood({"name": "v2.0", "renamed_from": "v1.0"}, LOUD))
    assert read(moody, "visit", "name", filter="mood = 'v1.0'") == [("a",), ("b",)]
    apply(moody, Wanted(retired=frozenset({"mood.v1.0"})), author=ADMIN)
    with pytest.raises(FormulaInvalid, match=r"“v1\.0” is not a value of"):
        read(moody, "visit", "name", filter="mood = 'v1.0'")
    assert read(moody, "visit", "name", filter="mood = 'calm'") == [("a",), ("b",)]


def test_the_name_of_a_merged_value_answers_no_longer_in_formulas_as_in_writes(moody: Workspace) -> None:
    built(moody, mood({"name": "loud", "renamed_from": "calm"}), visit(*MOODS))
    with pytest.raises(Invalid, match="not_in_picklist"):
        create(moody, "visit", {"name": "c", "mood": "calm"})
    with pytest.raises(FormulaInvalid, match="“calm” is not a value of mood"):
        read(moody, "visit", "name", filter="mood = 'calm'")


def test_former_names_of_a_value_lead_on_to_what_it_becomes_one_with(moody: Workspace) -> None:
    built(moody, mood({"name": "quiet", "renamed_from": "calm"}, LOUD))
    built(moody, mood({"name": "still", "renamed_from": "quiet"}, LOUD))
    assert read(moody, "visit", "name", filter="mood = 'calm' AND mood = 'quiet'") == [("a",), ("b",)]
    built(moody, mood({"name": "loud", "renamed_from": "still"}), visit(*MOODS))
    assert read(moody, "visit", "name", filter="mood = 'calm' AND mood = 'quiet'") == [("a",), ("b",)]
    create(moody, "visit", {"name": "c", "mood": "calm"})
    assert read(moody, "visit", "mood", filter="name = 'c'") == [("loud",)]


def test_what_is_written_with_the_old_name_of_a_value_is_kept_with_the_new_one(moody: Workspace) -> None:
    built(moody, QUIET)
    near = {"name": "near", "to": {"audience": "staff"}, "level": "read", "where": "mood = 'calm'"}
    put(moody, {"kind": "sharing", "name": "visits", "object": "visit", "default": "private", "rules": [near]})
    assert bodies(moody)["sharing", "visits"]["rules"][0]["where"] == "mood = 'quiet'"


def hide_from_guests(workspace: Workspace, value: str) -> None:
    limit = {"name": "limit", "where": f"mood <> '{value}' AND NOT INCLUDES(moods, '{value}')"}
    put(
        workspace,
        {"kind": "role", "name": "guest", "audience": "staff", "label": {"en": "Guest", "zh": "客"},
         "objects": [{"object": "visit", "rights": ["read"], "fields": {"read": "*"}}]},
        {"kind": "sharing", "name": "visits", "object": "visit", "default": "read", "restrictions": [limit]},
    )  # fmt: skip
    user_of(workspace, "guest", "guest")


def seen_by_guest(workspace: Workspace, object_name: str = "visit") -> list[str]:
    with workspace.database.read() as connection:
        guest = Authenticator(workspace.snapshot().catalog).by_login(connection, "guest")
    found = rows(workspace.context(guest), Query(object_name, fields=("name",), sort=("name",)))
    return [row["name"] for row in found]


def test_a_merged_value_is_hidden_with_the_other_before_its_build_comes_by(moody: Workspace) -> None:
    hide_from_guests(moody, "loud")
    assert seen_by_guest(moody) == ["b"]
    put(moody, mood({"name": "loud", "renamed_from": "calm"}), visit(*MOODS))
    assert seen_by_guest(moody) == []
    assert read(moody, "visit", "name", "mood", filter="INCLUDES(moods, 'loud')") == [("a", "loud"), ("b", "loud")]


def test_a_renamed_value_hides_and_shows_the_same_records_before_its_build_comes_by(moody: Workspace) -> None:
    """What policy says of the new name holds for records that still have the old one, so that nothing is seen by it."""
    create(moody, "visit", {"name": "c", "mood": "loud", "moods": ["loud"]})
    hide_from_guests(moody, "calm")
    put(moody, mood({"name": "quiet", "renamed_from": "calm"}, LOUD))
    assert seen_by_guest(moody) == ["c"]
    assert read(moody, "visit", "name", filter="mood = 'quiet'") == [("a",), ("b",)]
    assert read(moody, "visit", "name", filter="INCLUDES(moods, 'quiet')") == [("a",), ("b",)]
    assert read(moody, "visit", "name", "mood", "moods", "score") == [
        ("a", "quiet", ("quiet", "loud"), 1), ("b", "quiet", ("quiet",), 1), ("c", "loud", ("loud",), 0),
    ]  # fmt: skip


def test_states_and_rules_take_a_record_by_the_new_name_before_its_build_comes_by(moody: Workspace) -> None:
    rule = {
        "kind": "rule",
        "name": "no_moon",
        "object": "visit",
        "at": "name",
        "message": {"en": "No.", "zh": "不行。"},
    }
    rule["when"] = "mood = 'calm' AND name = 'moon'"
    put(moody, rule)
    done = put(moody, mood({"name": "quiet", "renamed_from": "calm"}, LOUD))
    known = dict(read(moody, "visit", "name", "id"))

    def change(which: str, **values: str) -> None:
        save(moody.context(ADMIN), "visit", [{"id": known[which], **values}], operation="update")

    with pytest.raises(Invalid, match="no_moon"):
        change("b", name="moon")
    change("b", name="sun")
    change("a", mood="loud")
    assert Worker(moody, HANDLERS).work_off(done.jobs[0]).state == "done"
    assert read(moody, "visit", "name", "mood") == [("a", "loud"), ("sun", "quiet")]


STILL = mood({"name": "still", "renamed_from": "quiet"}, LOUD)


@pytest.mark.parametrize(
    ("later", "moods"),
    [
        pytest.param(STILL, [("still", ("still", "loud")), ("still", ("still",))], id="the-same-again"),
        pytest.param(
            mood({"name": "quiet"}, {"name": "noisy", "renamed_from": "loud"}),
            [("quiet", ("quiet", "noisy")), ("quiet", ("quiet",))], id="another",
        ),
        pytest.param(
            mood({"name": "loud", "renamed_from": "quiet"}), [("loud", ("loud",)), ("loud", ("loud",))], id="merged",
        ),
        pytest.param(
            mood({"name": "calm", "renamed_from": "quiet"}, LOUD),
            [("calm", ("calm", "loud")), ("calm", ("calm",))], id="back",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", [1, -1], ids=["first-job-first", "last-job-first"])
def test_values_that_are_renamed_before_an_earlier_build_came_by_are_all_written(
    moody: Workspace, later: dict[str, Any], moods: list[tuple[Any, ...]], order: int
) -> None:
    first = put(moody, mood({"name": "quiet", "renamed_from": "calm"}, LOUD))
    last = put(moody, later, visit(*MOODS))
    for job in (*first.jobs, *last.jobs)[::order]:
        assert Worker(moody, HANDLERS).work_off(job).state == "done"
    assert read(moody, "visit", "mood", "moods") == moods
    stored = {field.state for field in moody.snapshot().catalog.object("visit").declared}
    assert stored == {"ready"}


def test_a_renamed_value_whose_job_was_cancelled_is_written_by_applying_again(moody: Workspace) -> None:
    quiet = mood({"name": "quiet", "renamed_from": "calm"}, LOUD)
    done = put(moody, quiet)
    with moody.database.write() as connection:
        jobs.cancel(connection, done.jobs[0])
    assert built(moody, quiet, visit(*MOODS))["state"] == "done"
    assert read(moody, "visit", "mood", "moods") == [("quiet", ("quiet", "loud")), ("quiet", ("quiet",))]
    assert moody.snapshot().catalog.object("visit").fields["mood"].state == "ready"
    with moody.database.read() as connection:
        assert not connection.select("gx_build", ("id",), {"state": "building"})


def test_undoing_a_renamed_value_writes_the_old_one_back(moody: Workspace) -> None:
    before = bodies(moody)
    built(moody, mood({"name": "quiet", "renamed_from": "calm"}, LOUD))
    number = next(item.number for item in revisions(moody) if item.changes)
    (job,) = apply(moody, undoing(moody, number), author=ADMIN).jobs
    Worker(moody, HANDLERS).work_off(job)
    assert bodies(moody) == before
    assert read(moody, "visit", "mood", "moods") == [("calm", ("calm", "loud")), ("calm", ("calm",))]


def test_a_value_that_becomes_one_with_another_is_told_as_destructive(moody: Workspace) -> None:
    merged = mood({"name": "loud", "renamed_from": "calm"})
    assert [change.destructive for change in plan(moody, loose(merged)).changes] == [True]
    built(moody, merged, visit(*MOODS))
    assert read(moody, "visit", "mood", "moods", "score") == [("loud", ("loud",), 1), ("loud", ("loud",), 1)]


def test_a_record_that_held_both_values_shows_the_merged_one_once_before_its_build_comes_by(moody: Workspace) -> None:
    put(moody, mood({"name": "loud", "renamed_from": "calm"}), visit(*MOODS))
    assert read(moody, "visit", "name", "moods") == [("a", ("loud",)), ("b", ("loud",))]


def test_undoing_a_merge_brings_the_value_back_and_leaves_the_records_where_they_are(moody: Workspace) -> None:
    create(moody, "visit", {"name": "c", "mood": "loud", "moods": ["loud"]})
    built(moody, mood({"name": "loud", "renamed_from": "calm"}), visit(*MOODS))
    number = max(item.number for item in revisions(moody) if item.changes)
    for job in apply(moody, undoing(moody, number), author=ADMIN).jobs:
        Worker(moody, HANDLERS).work_off(job)
    assert [value.name for value in moody.snapshot().catalog.picklists["mood"].values] == ["calm", "loud"]
    held = ("loud", ("loud",))
    assert read(moody, "visit", "mood", "moods") == [held, held, held]
    create(moody, "visit", {"name": "d", "mood": "calm"})
    assert read(moody, "visit", "name", filter="mood = 'calm'") == [("d",)]
    assert read(moody, "visit", "name", filter="mood = 'loud'") == [("a",), ("b",), ("c",)]


def test_undoing_a_merge_before_its_build_ran_leaves_all_records_as_they_were(moody: Workspace) -> None:
    before = read(moody, "visit", "mood", "moods", "score")
    first = apply(moody, loose(mood({"name": "loud", "renamed_from": "calm"}), visit(*MOODS)), author=ADMIN)
    number = max(item.number for item in revisions(moody) if item.changes)
    second = apply(moody, undoing(moody, number), author=ADMIN)
    create(moody, "visit", {"name": "c", "mood": "calm", "moods": ["loud"]})
    for job in (*first.jobs, *second.jobs):
        Worker(moody, HANDLERS).work_off(job)
    assert read(moody, "visit", "mood", "moods", "score") == [*before, ("calm", ("loud",), 1)]
    assert read(moody, "visit", "name", filter="mood = 'calm'") == [("a",), ("b",), ("c",)]


def test_a_value_into_which_a_later_one_is_merged_changes_in_nothing(moody: Workspace) -> None:
    merged = mood({"name": "calm", "renamed_from": "loud"})
    (change,) = plan(moody, loose(merged)).changes
    assert (change.difference.action, change.difference.path) == ("rename", ("values", "calm"))
    built(moody, merged, visit(*MOODS))
    assert read(moody, "visit", "mood", "moods") == [("calm", ("calm",)), ("calm", ("calm",))]


def test_the_parts_of_a_renamed_field_go_with_it(workspace: Workspace) -> None:
    rule = {"kind": "rule", "name": "no_moon", "object": "visit", "when": "home__city = 'moon'",
            "message": {"en": "No.", "zh": "不行。"}}  # fmt: skip
    put(workspace, visit(a_field("home", "address")), rule)
    create(workspace, "visit", {"name": "a", "home": {"city": "here"}})
    put(workspace, visit(a_field("place", "address", renamed_from="home")))
    assert bodies(workspace)["rule", "no_moon"]["when"] == "place__city = 'moon'"
    assert read(workspace, "visit", "name", filter="place__city = 'here'") == [("a",)]
    create(workspace, "visit", {"name": "b", "home": {"city": "there"}})
    assert read(workspace, "visit", "name", filter="place__city = 'there'") == [("b",)]


def test_what_points_to_one_of_several_objects_follows_a_renamed_one(workspace: Workspace) -> None:
    put(workspace, visit(), {"kind": "object", "name": "note_of", "label": {"en": "Note", "zh": "注"}, "fields": [
        a_field("name"), a_field("about", "poly_lookup", targets=["visit", "account"])]})  # fmt: skip
    create(workspace, "visit", {"name": "a"})
    create(workspace, "note_of", {"name": "n", "about": {"type": "visit", "id": read(workspace, "visit", "id")[0][0]}})
    assert built(workspace, {**visit(), "name": "journey", "renamed_from": "visit"})["state"] == "done"
    assert read(workspace, "note_of", "name", filter="about:journey.name = 'a'") == [("n",)]


def test_what_points_to_a_renamed_object_is_found_and_shown_before_its_build_comes_by(workspace: Workspace) -> None:
    about = a_field("about", "poly_lookup", targets=["visit", "account"])
    note = {"kind": "object", "name": "note_of", "label": {"en": "Note", "zh": "注"}, "inherits": "about"}
    put(workspace, visit(), {**note, "fields": [a_field("name"), about]})
    create(workspace, "visit", {"name": "a"})
    (visited,) = read(workspace, "visit", "id")[0]
    create(workspace, "note_of", {"name": "n", "about": {"type": "visit", "id": visited}})
    put(
        workspace,
        {"kind": "role", "name": "guest", "audience": "staff", "label": {"en": "Guest", "zh": "客"}, "objects": [
            {"object": name, "rights": ["read"], "fields": {"read": "*"}} for name in ("visit", "note_of")]},
        *({"kind": "sharing", "name": f"{name}s", "object": name, "default": default}
          for name, default in (("visit", "read"), ("note_of", "private"))),
    )  # fmt: skip
    user_of(workspace, "guest", "guest")
    put(workspace, {**visit(), "name": "journey", "renamed_from": "visit"})
    assert seen_by_guest(workspace, "note_of") == ["n"]
    for condition in ("about:journey.name = 'a'", "about__type = 'journey'"):
        assert read(workspace, "note_of", "name", filter=condition) == [("n",)]
    assert read(workspace, "note_of", "about")[0][0]["type"] == "journey"


AGGREGATES = {
    "told": "EXISTS(notes, text = 'x' AND $parent.place = text)",
    "spelled": "COUNT(notes, ISBLANK(text)) > 1 AND NOT ISBLANK(MAX(notes.size))",
    "known": "EXISTS(friends, place = 'moon' AND size > 2) AND SUM(friends.size) > 1",
    "chosen": "EXISTS(notes, mood = 'calm') AND INCLUDES(friends, 'x')",
}


@pytest.mark.parametrize(
    ("renamed", "expected"),
    [
        pytest.param({"place": "venue"}, {
            "told": "EXISTS(notes, text = 'x' AND $parent.venue = text)",
            "known": "EXISTS(friends, venue = 'moon' AND size > 2) AND SUM(friends.size) > 1",
        }, id="parent"),
        pytest.param({"friends": "mates", "size": "bulk"}, {
            "known": "EXISTS(mates, place = 'moon' AND bulk > 2) AND SUM(mates.bulk) > 1",
            "chosen": "EXISTS(notes, mood = 'calm') AND INCLUDES(mates, 'x')",
        }, id="links"),
        pytest.param({"text": "words"}, {
            "told": "EXISTS(notes, words = 'x' AND $parent.place = words)",
            "spelled": "COUNT(notes, ISBLANK(words)) > 1 AND NOT ISBLANK(MAX(notes.size))",
        }, id="child"),
        pytest.param({"calm": "quiet"}, {
            "chosen": "EXISTS(notes, mood = 'quiet') AND INCLUDES(friends, 'x')",
        }, id="value"),
    ],
)  # fmt: skip
def test_names_inside_aggregates_follow(
    workspace: Workspace, renamed: dict[str, str], expected: dict[str, str]
) -> None:
    def named(entry: dict[str, Any]) -> dict[str, Any]:
        new = renamed.get(entry["name"])
        return entry if new is None else {**entry, "name": new, "renamed_from": entry["name"]}

    fields = [a_field("place"), a_field("size", "integer"), {**a_field("friends", "many_to_many"), "to": "visit"}]
    computed = [a_field(name, "formula", returns="boolean", formula=text) for name, text in AGGREGATES.items()]
    note = [a_field("text"), a_field("size", "integer"), a_field("mood", "picklist", values="mood")]
    lookup = {**a_field("visit", "lookup", to="visit"), "children": "notes"}

    def documents(change: Any) -> list[dict[str, Any]]:
        parts = [change(entry) for entry in note] if "text" in renamed else note
        own = fields if "text" in renamed else [change(entry) for entry in fields]
        return [
            {"kind": "picklist", "name": "mood", "values": [change({"name": "calm"})]}, visit(*own, *computed),
            {"kind": "object", "name": "note_of", "label": {"en": "Note", "zh": "注"},
             "fields": [a_field("name"), lookup, *parts]},
        ]  # fmt: skip

    put(workspace, *documents(lambda entry: entry))
    put(workspace, *documents(named))
    told = {entry["name"]: entry.get("formula") for entry in bodies(workspace)["object", "visit"]["fields"]}
    assert {name: told[name] for name in AGGREGATES} == {**AGGREGATES, **expected}
