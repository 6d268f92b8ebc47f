"""What both directions have in common: a sample is changed at a spot and tried.

A `Target` yields a complaint, in words, for whatever is not as the facts say; none is
what the tests hope for. Values are JSON in the names of JSON, for requests too.
"""

from collections.abc import Callable, Iterator, Set
from typing import Any, Protocol

from .spots import Spot
from .trees import shown

FORM = frozenset({"pattern", "format", "min_length", "max_length", "path", "null_text"})
"""Rules that a text of the wrong form may break."""


class Target(Protocol):
    """A builder's arguments, the fields of a reply, or a parser."""

    def flaw(self) -> str | None:
        """What is wrong with the sample that everything starts from, if anything is."""
        ...

    def accepts(self, spot: Spot, value: Any) -> Iterator[str]:
        """The value may stand at the spot, and arrives as it was."""
        ...

    def refuses(self, spot: Spot, value: Any, rules: Set[str]) -> Iterator[str]:
        """The value is refused for one of the rules, at the spot and nowhere else."""
        ...

    def refuses_other(self, spot: Spot, value: str) -> Iterator[str]:
        """A text that is no value of an enum is refused where nothing newer is due."""
        ...

    def reserved(self, spot: Spot, value: Any) -> str | None:
        """The rule by which the spot refuses what would be a good value elsewhere."""
        ...

    def requires(self, spot: Spot) -> Iterator[str]:
        """The field has to be given."""
        ...

    def lets_out(self, spot: Spot) -> Iterator[str]:
        """The field may be left out, and is then neither sent nor made up."""
        ...

    def admits_no_other(self, spot: Spot, names: Set[str]) -> Iterator[str]:
        """Of the names, the record at the spot has its own fields' only."""
        ...


def mistakes_of(error: Exception) -> list[tuple[str, str]]:
    """The places and rules of a `ValidationError`."""
    mistakes: Any = getattr(error, "mistakes", ())
    return [(each.place, each.rule) for each in mistakes]


def told(error: Exception) -> str:
    """The mistakes on one line."""
    return ", ".join(f"{place}: {rule}" for place, rule in mistakes_of(error))


def refused(
    error: type[Exception],
    places: Set[str],
    rules: Set[str],
    value: Any,
    action: Callable[[], object],
) -> Iterator[str]:
    """A complaint unless the action fails with these rules at these places only."""
    try:
        action()
    except error as found:
        mistakes = mistakes_of(found)
        if not mistakes or any(
            place not in places or rule not in rules for place, rule in mistakes
        ):
            expected = f"{sorted(rules)} at {sorted(places)}"
            yield f"{shown(value)} is refused with {told(found)}, not {expected}"
    else:
        yield f"{shown(value)} is accepted, expected {sorted(rules)}"
