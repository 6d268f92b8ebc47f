"""What a mistake is: plain data, made by one typed call."""

from collections.abc import Iterable
from typing import NamedTuple

from specloom.diagnostics.span import Span
from specloom.diagnostics.suggest import strange_letters

_NAMES = ("name", "key", "mark")  # the words of a message that stand at its place


class Rule(NamedTuple):
    """An entry of the registry: a stable code and a message with `{places}`."""

    code: str
    message: str
    letters: bool = False  # it is about the letters of a name, which its hints number


class Related(NamedTuple):
    """A second place that belongs to a mistake, such as `first declared here`."""

    span: Span
    label: str


class Diagnostic(NamedTuple):
    """One mistake."""

    span: Span
    code: str
    message: str
    hint: str | None = None
    related: tuple[Related, ...] = ()


class Diagnostics:
    """Collects mistakes, so that one run answers all of them. Equal ones count once."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}

    def report(
        self,
        rule: Rule,
        span: Span,
        *,
        hint: str | None = None,
        related: Iterable[Related] = (),
        **words: object,
    ) -> None:
        """Adds a mistake; `words` fill the places of the rule's message.

        A hint about a name gets the numbers of letters that may look like others.
        """
        message = rule.message.format(**words)
        if hint is not None and (rule.letters or hint.startswith("did you mean `")):
            hint += strange_letters(words.get(key) for key in _NAMES)
        self._found[Diagnostic(span, rule.code, message, hint, tuple(related))] = None

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All mistakes by file, line, column and code."""
        return tuple(sorted(self._found, key=lambda found: (found.span, found.code)))

    def has(self, rule: Rule, span: Span) -> bool:
        """Whether this mistake has been reported at exactly this place."""
        return any((each.code, each.span) == (rule.code, span) for each in self._found)

    def take_back(self, rule: Rule, span: Span) -> None:
        """Forgets a mistake, because something truer is said of its place."""
        for each in [*self._found]:
            if (each.code, each.span) == (rule.code, span):
                del self._found[each]

    def __bool__(self) -> bool:
        return bool(self._found)
