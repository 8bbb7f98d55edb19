"""Field types for formatted text: rich_text and markdown."""

from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

import nh3

from guanxi.fields.base import Converter, FieldProblem
from guanxi.fields.spec import FieldSpec
from guanxi.fields.textual import LongTextField, read_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["MarkdownField", "RichTextField", "clean_html"]

_TAGS = frozenset(
    {
        "a", "abbr", "b", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h1", "h2", "h3",
        "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "span",
        "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
    }
)  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "title", "width", "height"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"}, "ol": {"start"},
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel"}


def clean_html(text: str) -> str:
    """Return HTML with nothing in it that could act: no script, no style, no form, links that leak no referrer."""
    rel = "noopener noreferrer"
    return nh3.clean(text, tags=set(_TAGS), attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=rel)


def _words_of(html: str) -> str:
    """Return the words of HTML; a tag parts them as a space does."""
    return " ".join(unescape(nh3.clean(html.replace("<", " <"), tags=set())).split())


class RichTextField(LongTextField):
    """A formatted text, kept as HTML of which everything that could act was taken away."""

    token = "rich_text"  # noqa: S105
    input = "rich_text"

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for HTML: it is cleaned before it is measured and stored."""
        limit = self.limit(spec)

        def parse(value: object) -> object:
            text = read_text(value)
            if text is None:
                return None
            if len(text) > 2 * self.longest:  # cleaning takes time, and makes few texts half as long
                raise FieldProblem("max_length", max_length=limit, length=len(text))
            cleaned = clean_html(text).strip()
            if len(cleaned) > limit:
                raise FieldProblem("max_length", max_length=limit, length=len(cleaned))
            return cleaned or None

        return parse

    def mask(self, value: object) -> str:
        """Show the first character of the words."""
        return super().mask(_words_of(str(value)))

    def search_text(self, value: object) -> str:
        """Return the words without their tags."""
        return _words_of(str(value))

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a bounded string of HTML."""
        return {**super().openapi(spec), "contentMediaType": "text/html"}


class MarkdownField(LongTextField):
    """A text in Markdown, kept as written; what shows it formatted gets HTML in which nothing can act."""

    token = "markdown"  # noqa: S105
    input = "markdown"

    def html(self, value: object) -> str:
        """Return the text as HTML that is safe to show."""
        return clean_html(_renderer().render(str(value)))

    def search_text(self, value: object) -> str:
        """Return the words without their marks."""
        return _words_of(_renderer().render(str(value)))

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a bounded string of Markdown."""
        return {**super().openapi(spec), "contentMediaType": "text/markdown"}


@lru_cache(maxsize=1)
def _renderer() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # nothing else needs it

    # Raw HTML stays text; nesting is bounded, so that a hostile text takes no time beyond its length.
    return MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable(["table", "strikethrough"])
