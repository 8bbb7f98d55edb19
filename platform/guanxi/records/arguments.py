"""Arguments of calls as rows: by them arguments are read, and by them the API describes what may be asked."""

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from guanxi.errors import Malformed, Problem
from guanxi.text.shown import shown

__all__ = [
    "Argument", "ArgumentReader", "Choice", "Flag", "Instant", "Names", "Number", "Text", "Whole", "read",
    "split_names",
]  # fmt: skip

Schema: TypeAlias = dict[str, Any]
_LONGEST_NAME = 100  # of an unknown argument as it is told
_GROUPING = frozenset("()'\"")


@dataclass(frozen=True, slots=True)
class Argument(ABC):
    """One argument, which a URL or a form gives as text and a JSON body as a value; null is as if it were not given."""

    name: str
    help: str
    required: bool = field(default=False, kw_only=True)

    @abstractmethod
    def read(self, reader: "ArgumentReader", value: object) -> Any:  # noqa: ANN401 - each kind has values of its own
        """Return what was given as it is worked with, telling the reader what is wrong with it."""

    @abstractmethod
    def schema(self) -> Schema:
        """Return what may be given, as JSON Schema."""


@dataclass(frozen=True, slots=True)
class Text(Argument):
    """A text; one that is blank is none."""

    pattern: str | None = None

    def read(self, reader: "ArgumentReader", value: object) -> str | None:
        """Return the text, None when it is absent or blank."""
        if value is not None and not isinstance(value, str):
            reader.refuse(self.name, "not_text")
            return None
        if not value or not value.strip():
            if self.required:
                reader.refuse(self.name, "required")
            return None
        if self.pattern is not None and not re.fullmatch(self.pattern, value):
            reader.refuse(self.name, "pattern")
        return value

    def schema(self) -> Schema:
        """Return what may be given, as JSON Schema."""
        pattern = {} if self.pattern is None else {"pattern": f"^{self.pattern}$"}
        return {"type": "string", **pattern}


@dataclass(frozen=True, slots=True)
class Names(Argument):
    """A list of texts, or one text with commas; doubles are left out."""

    most: int

    def read(self, reader: "ArgumentReader", value: object) -> tuple[str, ...]:
        """Return the texts in their order."""
        items = reader.items(self.name, value, self.most)
        texts = tuple(item for item in items if isinstance(item, str))
        if len(texts) < len(items):
            reader.refuse(self.name, "not_text")
            return ()
        return tuple(dict.fromkeys(texts))

    def schema(self) -> Schema:
        """Return what may be given, as JSON Schema."""
        return {"type": "array", "items": {"type": "string"}}


@dataclass(frozen=True, slots=True)
class Number(Argument):
    """A whole number from 1 on; one above the highest counts as the highest."""

    default: int
    highest: int

    def read(self, reader: "ArgumentReader", value: object) -> int:
        """Return the number."""
        if value is None:
            return self.default
        number = _whole(value)
        if number is None or number < 1:
            reader.refuse(self.name, "not_a_positive_number")
            return self.default
        return min(number, self.highest)

    def schema(self) -> Schema:
        """Return what may be given, as JSON Schema."""
        return {"type": "integer", "minimum": 1, "default": self.default}


@dataclass(frozen=True, slots=True)
class Whole(Argument):
    """A whole number from 0 on; one above the highest is refused, since it would mean something else."""

    highest: int | None = None
    default: int | None = None

    def read(self, reader: "ArgumentReader", value: object) -> int | None:
        """Return the number, the default when none is given."""
        if value is None:
            return self.default
        number = _whole(value)
        if number is None:
            reader.refuse(self.name, "not_number", value=shown(value))
            return 0
        if self.highest is not None and number > self.highest:
            reader.refuse(self.name, "max", max=self.highest)
        return number

    def schema(self) -> Schema:
        """Return what may be given, as JSON Schema."""
        more = {"maximum": self.highest, "default": self.default}
        return {"type": "integer", "minimum": 0, **{key: value for key, value in more.items() if value is not None}}


@dataclass(frozen=True, slots=True)
class Choice(Argument):
    """One of a few texts."""

    allowed: Sequence[str]
    default: str | None = None

    def read(self, reader: "ArgumentReader", value: object) -> str | None:
        """Return the text that was chosen, the default when none is given."""
        if value is None:
            if self.required:
                reader.refuse(self.name, "required")
            return self.default
        if value not in self.allowed:
            reader.refuse(self.name, "not_allowed", value=shown(value), allowed=list(self.allowed))
        return str(value)

    def schema(self) -> Schema:
        """Return what may be given, as JSON Schema."""
        default = {} if self.default is None else {"default": self.default}
        return {"type": "string", "enum": list(self.allowed), **default}


@dataclass(frozen=True, slots=True)
class Flag(Argument):
    """A yes or no, which a URL writes true or false."""

    def read(self, reader: "ArgumentReader", value: object) -> bool:
        """Return the yes or no; no when none is given."""
        if value is None or isinstance(value, bool):
            return bool(value)
        if value not in ("true", "false"):
            reader.refuse(self.name, "not_boolean", value=shown(value))
        return value == "true"

    def schema(self) -> Schema:
        """Return what may be given, as JSON Schema."""
        return {"type": "boolean", "default": False}


@dataclass(frozen=True, slots=True)
class Instant(Argument):
    """A moment with its zone."""

    def read(self, reader: "ArgumentReader", value: object) -> dt.datetime | None:
        """Return the moment, None where there is none."""
        if value is None or not str(value).strip():
            if self.required:
                reader.refuse(self.name, "required")
            return None
        try:
            found = dt.datetime.fromisoformat(str(value))
        except ValueError:
            reader.refuse(self.name, "not_datetime", value=shown(value))
            return None
        if found.tzinfo is None or not 1970 <= found.year <= 9998:
            code = "datetime_needs_zone" if found.tzinfo is None else "not_datetime"
            reader.refuse(self.name, code, value=shown(value))
            return None
        return found.astimezone(dt.UTC)

    def schema(self) -> Schema:
        """Return what may be given, as JSON Schema."""
        return {"type": "string", "format": "date-time"}


class ArgumentReader:
    """Reads arguments by their rows and gathers what is wrong with them."""

    def __init__(self, rows: Sequence[Argument], arguments: Mapping[str, object]) -> None:
        """Read what was given; `found` holds a value for each row."""
        known = {row.name for row in rows}
        self._problems = [
            Problem(name[:_LONGEST_NAME], "unknown_argument") for name in arguments if name not in known
        ]  # fmt: skip
        self.found: dict[str, Any] = {row.name: row.read(self, arguments.get(row.name)) for row in rows}

    def refuse(self, name: str, code: str, **params: object) -> None:
        """Note that an argument is wrong."""
        self._problems.append(Problem(name, code, params))

    def finish(self) -> dict[str, Any]:
        """Return what was found; Malformed with everything that is wrong when anything is."""
        if self._problems:
            raise Malformed(problems=self._problems)
        return self.found

    def items(self, name: str, value: object, limit: int) -> tuple[object, ...]:
        """Return the items of a list; a text is split at its commas."""
        if value is None:
            return ()
        if isinstance(value, str):
            value = split_names(value)
        if not isinstance(value, Sequence):
            self.refuse(name, "not_a_list")
            return ()
        if len(value) > limit:
            self.refuse(name, "too_many", limit=limit)
            return ()
        return tuple(value)


def read(rows: Sequence[Argument], arguments: Mapping[str, object]) -> dict[str, Any]:
    """Return a value for each row; Malformed with everything that is wrong at once."""
    return ArgumentReader(rows, arguments).finish()


def split_names(text: str) -> tuple[str, ...]:
    """Split at commas that stand outside brackets and quotes, since a name may be a formula."""
    if not _GROUPING.intersection(text):
        return tuple(filter(None, map(str.strip, text.split(","))))
    parts, start, depth, quote = [], 0, 0, ""
    for index, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
        else:
            depth += (character == "(") - (character == ")")
    return tuple(part.strip() for part in (*parts, text[start:]) if part.strip())


def _whole(value: object) -> int | None:
    """Return a whole number that is not negative, None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 9:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
