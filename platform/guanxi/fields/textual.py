"""Field types whose values are free text: text and long_text."""

from collections.abc import Callable, Mapping
from typing import ClassVar

import re2

from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.spec import ColumnSpec, FieldSpec
from guanxi.text.keys import TextRefused, fold_key, normalise, sort_key

__all__ = ["ExactTextField", "LongTextField", "TextField", "compile_pattern", "read_text"]

_KEY_BYTES = 2000  # what a unique index row of PostgreSQL holds with room to spare
_INDEXABLE = 255  # characters: even four bytes each they fit into an index row


def read_text(value: object) -> str | None:
    """Return the normal form of a text given from outside, None when it is blank, or raise FieldProblem."""
    if value is None:
        return None
    if type(value) is not str:
        raise FieldProblem("not_text")
    try:
        return normalise(value)
    except TextRefused as error:
        raise FieldProblem("bad_text") from error


def compile_pattern(pattern: str) -> Callable[[str], object]:
    """Return the full match of a regular expression on an engine that cannot backtrack."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    matcher: Callable[[str], object] = re2.compile(pattern, options).fullmatch
    return matcher


class TextField(FieldType):
    """A short text in one line."""

    token = "text"  # noqa: S105
    keys = frozenset({"unique", "default", "max_length", "pattern", "searchable", "sort", "class"})
    longest: ClassVar[int] = 4000
    usual: ClassVar[int] = 255
    input: ClassVar[str] = "text"
    spelled: ClassVar[bool] = True  # it has the key of order too, whose length an index bounds

    def limit(self, spec: FieldSpec) -> int:
        """Return how many characters the field takes."""
        return spec.max_length or self.usual

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the text column and, where search, uniqueness or order asks for them, its derived keys."""
        keys = ("fold", "sort") if self.spelled else ("fold",)
        return tuple(ColumnSpec(part, "text") for part in ("", *(keys if spec.has_keys else ())))

    def derive(self, spec: FieldSpec) -> Mapping[str, Converter]:
        """Return the functions of the derived keys."""
        if not spec.has_keys:
            return {}
        fold: dict[str, Converter] = {"fold": lambda value: fold_key(self.search_text(value))}
        return {**fold, "sort": lambda value: sort_key(str(value))} if self.spelled else fold

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for texts of this field."""
        limit = self.limit(spec)
        matches = compile_pattern(spec.pattern) if spec.pattern else None
        unique = spec.unique

        def parse(value: object) -> object:
            if type(value) is str and value.isascii() and "\x00" not in value:
                text: str | None = value.strip()
            else:
                text = read_text(value)
            if not text:
                return None
            if len(text) > limit:
                raise FieldProblem("max_length", max_length=limit, length=len(text))
            if matches is not None and not matches(text):
                raise FieldProblem("pattern", pattern=spec.pattern)
            if unique and len(text) > 60 and len(fold_key(text).encode()) > _KEY_BYTES:
                raise FieldProblem("max_length", max_length=_KEY_BYTES // 33, length=len(text))
            return text

        return parse

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a bounded string."""
        schema: dict[str, object] = {"type": ["string", "null"], "maxLength": self.limit(spec)}
        if spec.pattern:
            schema["pattern"] = f"^(?:{spec.pattern})$"
        return schema

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the input and its length."""
        return {"input": self.input, "max_length": self.limit(spec)}

    def mask(self, value: object) -> str:
        """Show the first character."""
        text = str(value)
        return f"{text[:1]}****" if text else ""

    def problems_of_spec(self, spec: FieldSpec) -> tuple[FieldProblem, ...]:
        """Check length and pattern."""
        found = []
        if self.limit(spec) > self.longest:
            found.append(FieldProblem("length_over_limit", limit=self.longest))
        elif self.spelled and (spec.has_keys or spec.indexed) and self.limit(spec) > _INDEXABLE:
            found.append(FieldProblem("length_over_limit", limit=_INDEXABLE))
        if spec.pattern:
            try:
                compile_pattern(spec.pattern)
            except re2.error as error:
                found.append(FieldProblem("bad_pattern", detail=str(error)))
        return tuple(found)


class ExactTextField(TextField):
    """A text that is compared sign by sign: no key is derived of it, by which what differs in case would be one."""

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one text column."""
        del spec
        return (ColumnSpec("", "text"),)

    def derive(self, spec: FieldSpec) -> Mapping[str, Converter]:
        """Return no derived keys."""
        del spec
        return {}


class LongTextField(TextField):
    """A text of many lines; searched by its parts as they are written, not by their sound."""

    token = "long_text"  # noqa: S105
    common_keys = FieldType.common_keys - {"indexed"}
    keys = frozenset({"default", "max_length", "searchable", "class"})
    longest = 131_072
    usual = 32_768
    input = "textarea"
    spelled = False
    sortable = False
    groupable = False
