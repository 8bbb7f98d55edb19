"""Routes of the application, made quickly."""

from collections.abc import Callable

from werkzeug.routing import Rule

__all__ = ["Route"]


class Route(Rule):
    """A rule that compiles the functions which write its address when the first address is written.

    The API reads addresses and writes none, and to compile them takes most of the start of an application.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, **values: object) -> tuple[str, str]:
            if not made:
                made.append(super(Route, self)._compile_builder(append_unknown))
            return made[0](rule, **values)

        return build
