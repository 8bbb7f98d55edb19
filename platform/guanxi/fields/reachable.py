"""Field types for ways to reach somebody: email, phone and url."""

import re
from urllib.parse import urlsplit

from guanxi.fields.base import Converter, FieldProblem
from guanxi.fields.spec import FieldSpec
from guanxi.fields.textual import TextField, read_text
from guanxi.text.shown import shown

__all__ = ["EmailField", "PhoneField", "UrlField"]

# What nearly all addresses look like; everything else goes to the full grammar.
_PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_UNSAFE_URL = re.compile(r"[\s\x00-\x20\x7f<>\"\\^`{|}]")


class EmailField(TextField):
    """An email address, its domain in lower case."""

    token = "email"  # noqa: S105
    keys = frozenset({"unique", "searchable", "sort", "class", "default"})
    usual = 254
    longest = 254
    input = "email"

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for addresses."""
        from email_validator import EmailNotValidError, validate_email  # a command that reads none needs none

        del spec

        def parse(value: object) -> object:
            text = read_text(value)
            if text is None:
                return None
            if len(text) > 254:
                raise FieldProblem("max_length", max_length=254, length=len(text))
            if _PLAIN_EMAIL.fullmatch(text) and text.index("@") <= 64:
                local, _, domain = text.partition("@")
                return f"{local}@{domain.lower()}"
            try:
                return validate_email(text, check_deliverability=False, test_environment=True).normalized
            except EmailNotValidError as error:
                raise FieldProblem("not_email", value=shown(text)) from error

        return parse

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of an address."""
        del spec
        return {"type": ["string", "null"], "format": "email", "maxLength": 254}

    def mask(self, value: object) -> str:
        """Show the first character and the domain."""
        local, _, domain = str(value).partition("@")
        return f"{local[:1]}****@{domain}" if local else ""


class PhoneField(TextField):
    """A telephone number in E.164 form; local numbers are understood where the field names a region."""

    token = "phone"  # noqa: S105
    keys = frozenset({"unique", "searchable", "class", "region", "default"})
    usual = 20
    longest = 20
    input = "tel"

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for numbers."""
        import phonenumbers  # a command that reads none needs none

        region = spec.region

        def parse(value: object) -> object:
            text = read_text(value)
            if text is None:
                return None
            if len(text) > 60:
                raise FieldProblem("not_phone", value=shown(text))
            try:
                number = phonenumbers.parse(text, region)
            except phonenumbers.NumberParseException as error:
                code = "phone_needs_country" if error.error_type == error.INVALID_COUNTRY_CODE else "not_phone"
                raise FieldProblem(code, value=shown(text)) from error
            if number.extension:
                raise FieldProblem("phone_extension", value=shown(text))
            if not phonenumbers.is_possible_number(number):
                raise FieldProblem("not_phone", value=shown(text))
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

        return parse

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a number in E.164."""
        del spec
        return {"type": ["string", "null"], "maxLength": 20, "examples": ["+8613800138000"]}

    def mask(self, value: object) -> str:
        """Show country, the first digits and the last four, as in +86138****8000."""
        text = str(value)
        return f"{text[:-8]}****{text[-4:]}" if len(text) > 10 else super().mask(value)

    def problems_of_spec(self, spec: FieldSpec) -> tuple[FieldProblem, ...]:
        """Check that the region exists."""
        if spec.region is None:
            return ()
        from phonenumbers import SUPPORTED_REGIONS

        return () if spec.region in SUPPORTED_REGIONS else (FieldProblem("unknown_region", region=spec.region),)


class UrlField(TextField):
    """A web address with http or https."""

    token = "url"  # noqa: S105
    keys = frozenset({"unique", "class", "default", "max_length"})
    usual = 2048
    longest = 2048
    input = "url"

    def limit(self, spec: FieldSpec) -> int:
        """Return the declared length; an address that must be unique is shorter, so that an index holds it."""
        return spec.max_length or (255 if spec.has_keys or spec.indexed else self.usual)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for addresses."""
        limit = self.limit(spec)

        def parse(value: object) -> object:
            text = read_text(value)
            if text is None:
                return None
            if len(text) > limit:
                raise FieldProblem("max_length", max_length=limit, length=len(text))
            if _UNSAFE_URL.search(text):
                raise FieldProblem("not_url", value=shown(text))
            try:
                parts = urlsplit(text)
                good = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
            except ValueError as error:
                raise FieldProblem("not_url", value=shown(text)) from error
            if not good:
                raise FieldProblem("not_url", value=shown(text))
            return text

        return parse

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a web address."""
        return {"type": ["string", "null"], "format": "uri", "maxLength": self.limit(spec)}
