"""Tests that are never NULL, made from tests that may be."""

from guanxi.sqltree import FALSE, NULL, TRUE, Call, Expr, Not

__all__ = ["negated", "settled"]


def negated(test: Expr) -> Expr:
    """Return the test that is TRUE exactly where the given one is not."""
    if test == TRUE:
        return FALSE
    if test in (FALSE, NULL):
        return TRUE
    return test.item if isinstance(test, Not) and _is_settled(test.item) else Not(test)


def _is_settled(test: Expr) -> bool:
    return isinstance(test, Not) or (isinstance(test, Call) and test.name in {"is_true", "is_null", "is_not_null"})


def settled(test: Expr) -> Expr:
    """Return the test as a boolean that is never NULL."""
    if test in (TRUE, FALSE) or _is_settled(test):
        return test
    return Call("is_true", (test,), "boolean")
