"""Checked formulas as the API tells them, for browsers that run them."""

from guanxi.web.shapes import FLAG, OPEN, TEXT, TEXTS, Named, closed, many, maybe

__all__ = ["FORMULA"]

FORMULA = Named("formula", "A formula with its type, what it names, and its tree as a browser runs it.", closed({
    "text": TEXT, "type": TEXT, "returns": maybe(TEXT), "blank_as": TEXT, "may_fail": FLAG, "volatile": FLAG,
    "filterable": FLAG, "functions": TEXTS,
    "references": many(closed({"path": TEXT, "type": TEXT, "context": FLAG})), "tree": OPEN,
}))  # fmt: skip
