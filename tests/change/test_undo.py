"""The way back: undoing what was done, in whatever order it was done, gives the same metadata with the same rows.

What the property draws are changes of every kind, undoings of one revision, one item or one property in any order, and
records written between them; what is refused is told in both languages and changes nothing.
"""

from typing import Any

import pytest
from guanxi.change.apply import apply
from guanxi.change.revisions import revision, revisions, undoing
from guanxi.errors import Missing
from guanxi.workspace.workspace import Workspace
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.change.changes import ADMIN, a_field, create, put, read, visit
from tests.change.drawn import Choose
from tests.change.sequence import Sequence
from tests.support.workspaces import MakeWorkspace

STEPS, EXAMPLES = 5, 5


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(data=st.data())
def test_undoing_every_change_leads_back_to_the_beginning(make_workspace: MakeWorkspace, data: st.DataObject) -> None:
    workspace = make_workspace()
    sequence = Sequence(workspace, Choose(lambda most: data.draw(st.integers(0, most))))
    beginning = sequence.present.metadata
    for _ in range(STEPS):
        sequence.step()
    sequence.back()
    assert sequence.present.metadata == beginning


def mood(*values: str) -> dict[str, Any]:
    entries = [{"name": value, "label": {"en": value, "zh": "值"}} for value in values]
    return {"kind": "picklist", "name": "mood", "label": {"en": "Mood", "zh": "心情"}, "values": entries}


def test_undoing_an_added_field_hides_what_was_entered(workspace: Workspace) -> None:
    put(workspace, visit())
    put(workspace, visit(a_field("place")))
    number = revisions(workspace)[0].number
    create(workspace, "visit", {"name": "a", "place": "here"})
    apply(workspace, undoing(workspace, number), author=ADMIN)
    assert "place" not in workspace.snapshot().catalog.object("visit").fields
    put(workspace, visit(a_field("place")))
    assert read(workspace, "visit", "place") == [("here",)]


def test_one_item_of_a_revision_can_be_undone_alone(workspace: Workspace) -> None:
    put(workspace, mood("calm"), visit())
    put(workspace, mood("calm", "loud"), visit(a_field("place")))
    number = revisions(workspace)[0].number
    apply(workspace, undoing(workspace, number, item=("picklist", "mood")), author=ADMIN)
    catalog = workspace.snapshot().catalog
    assert catalog.picklist("mood").names() == ("calm",)
    assert "place" in catalog.object("visit").fields


def test_a_revision_shows_its_documents_before_and_after(workspace: Workspace) -> None:
    put(workspace, mood("calm"), message="first")
    put(workspace, mood("calm", "loud"), message="second")
    newest = revisions(workspace)[0]
    (change,) = revision(workspace, newest.number).as_json(documents=True)["changes"]
    assert (newest.message, change["kind"], change["name"]) == ("second", "picklist", "mood")
    assert [len(change[key]["values"]) for key in ("before", "after")] == [1, 2]


def test_undoing_what_is_not_in_a_revision_is_refused(workspace: Workspace) -> None:
    put(workspace, visit())
    with pytest.raises(Missing):
        undoing(workspace, revisions(workspace)[0].number, item=("object", "journey"))
    with pytest.raises(Missing):
        undoing(workspace, 999_999)
