"""What builders look up: the data dictionary, texts, hints about what nobody needs, how far changes of type are."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from guanxi.change.dictionary import as_csv, as_markdown, dictionary
from guanxi.change.drafts import Drafts
from guanxi.change.hints import hints_of
from guanxi.change.naming import Naming
from guanxi.change.progress import copies_of
from guanxi.change.wording import wording
from guanxi.records.arguments import Argument, Choice, Text
from guanxi.web.answers import json_answer
from guanxi.web.bodies import asked
from guanxi.web.call import Answer, FixedCall
from guanxi.web.rights import need
from guanxi.web.shapes import FLAG, OPEN, TEXT, TEXTS, WHOLE, Named, closed, data, many, maybe, one_of

if TYPE_CHECKING:
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "overview_blueprint"]

_RIGHT = "setup"
DICTIONARY: tuple[Argument, ...] = (
    Choice("format", "As JSON, or as a file to be taken away.", ("json", "csv", "markdown"), "json"),
)  # fmt: skip
TEXTS_OF: tuple[Argument, ...] = (
    Text("language", "Whose translations are told, such as fr.", r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", required=True),
)  # fmt: skip


_ENTRY = Named("dictionary_entry", "One field in the data dictionary.", closed({
    **dict.fromkeys((
        "object", "object_en", "object_zh", "field", "en", "zh", "type", "of", "data_class", "help_en", "help_zh",
        "package",
    ), TEXT),
    "required": FLAG, "unique": FLAG, "readers": TEXTS,
}))  # fmt: skip
_WORDED = closed({
    "item": TEXT, "package": TEXT, "en": TEXT, "zh": TEXT, "said": TEXTS,
    "told": many(closed({"translation": TEXT, "text": TEXT})),
})  # fmt: skip
_TEXTS = Named("texts", "The texts of one item, with what translations say.", closed({
    "kind": TEXT, "name": TEXT, "package": TEXT, "object": maybe(TEXT), "texts": many(_WORDED),
}))  # fmt: skip
_HINT = Named("hint", "One thing of the metadata that is worth a look.", closed({
    "code": TEXT, "kind": TEXT, "name": TEXT, "params": OPEN, "message": TEXT,
}))  # fmt: skip
_COPY = Named("copy", "A field that is getting another type, or did not get it.", closed({
    "object": TEXT, "field": TEXT, "state": one_of("copying", "failed"), "type": TEXT, "wanted": maybe(TEXT),
    "rows": WHOLE, "of": WHOLE, "reasons": TEXTS, "message": maybe(TEXT),
}))  # fmt: skip
CALLS = (
    FixedCall("GET", "/metadata/dictionary", "All objects and fields, and who reads them: JSON, CSV or Markdown",
              data(many(_ENTRY)), arguments=DICTIONARY, right=_RIGHT,
              others=(Answer(TEXT, 200, "text/csv"), Answer(TEXT, 200, "text/markdown"))),
    FixedCall("GET", "/metadata/texts", "Every text that people read, with what translations say in a language",
              data(many(_TEXTS)), arguments=TEXTS_OF, right=_RIGHT),
    FixedCall("GET", "/metadata/copies", "Fields that are getting another type, and how far that is",
              data(many(_COPY)), right=_RIGHT),
    FixedCall("GET", "/metadata/hints", "What of the metadata nobody needs, or costs too much", data(many(_HINT)),
              right=_RIGHT),
)  # fmt: skip


def overview_blueprint(door: "Door") -> Blueprint:
    """Return the calls that look over all metadata; all of them need the right `setup`."""
    calls = Blueprint("overview", __name__)
    calls.add_url_rule("/metadata/dictionary", "dictionary", door.opened(_dictionary), methods=["GET"])
    calls.add_url_rule("/metadata/hints", "hints", door.opened(_hints), methods=["GET"])
    calls.add_url_rule("/metadata/texts", "texts", door.opened(_texts), methods=["GET"])
    calls.add_url_rule("/metadata/copies", "copies", door.opened(_copies), methods=["GET"])
    return calls


def _dictionary(context: "Context") -> Response:
    """Give all objects and fields, as JSON or as a file."""
    need(context, _RIGHT)
    form = asked(DICTIONARY)["format"]
    entries = dictionary(context.policy)
    if form == "json":
        return json_answer({"data": [entry.as_json() for entry in entries]})
    text, kind, name = (
        (as_csv(entries), "text/csv", "dictionary.csv") if form == "csv"
        else (as_markdown(entries, context.language), "text/markdown", "dictionary.md")
    )  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response([text.encode()], content_type=f"{kind}; charset=utf-8", headers=headers)


def _hints(context: "Context") -> Response:
    """Tell what is worth a look."""
    need(context, _RIGHT)
    naming = Naming((context.catalog,), context.language)
    return json_answer({"data": [hint.as_json(naming) for hint in hints_of(context.workspace)]})


def _texts(context: "Context") -> Response:
    """Give every text that people read, those of the caller's drafts among them, with its translations."""
    need(context, _RIGHT)
    found = wording(Drafts(context.workspace, context.principal).merged(), asked(TEXTS_OF)["language"])
    return json_answer({"data": [item.as_json() for item in found]})


def _copies(context: "Context") -> Response:
    """Tell of the fields that are getting another type how far the copying of their values is."""
    need(context, _RIGHT)
    return json_answer({"data": [copy.as_json(context.language) for copy in copies_of(context.workspace)]})
