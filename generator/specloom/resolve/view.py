"""A view: one variant at one release, where words have a value and marks an answer."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Related, Rule, Span, nearest, rules
from specloom.names import capital
from specloom.spec.syntax import Key, Mark, Text

_WORD = re.compile(r"<([A-Za-z][A-Za-z0-9_]*)>")
ONE_OF_TWO = "rename one, or give them marks that exclude each other"
"""The hint for what is declared twice."""


class OncePerPlace(Diagnostics):
    """Passes on what one view reports, unless another view said the like of that place.

    A slip is seen by every variant at every release; the user is told once. `told` is
    shared by the views: who was the first to report which code where.
    """

    __slots__ = ("_all", "_told")

    def __init__(
        self, everything: Diagnostics, told: "dict[tuple[str, Span], OncePerPlace]"
    ) -> None:
        super().__init__()
        self._all = everything
        self._told = told

    def report(
        self,
        rule: Rule,
        span: Span,
        *,
        hint: str | None = None,
        related: Iterable[Related] = (),
        **words: object,
    ) -> None:
        """Adds a mistake to those of all views."""
        if self._told.setdefault((rule.code, span), self) is self:
            self._all.report(rule, span, hint=hint, related=related, **words)

    def told(self, rule: Rule, span: Span) -> bool:
        """Whether this view or another one has said so of that place."""
        return (rule.code, span) in self._told

    def __bool__(self) -> bool:
        return bool(self._all)


class View(NamedTuple):
    """What decides words and marks. `words` notes the words that were needed."""

    variant: str
    variants: frozenset[str]
    release: str
    releases: tuple[str, ...]  # in order
    vocabulary: dict[str, str]  # of this variant
    diagnostics: OncePerPlace
    words: set[str]
    whole: bool  # False: a file could not be read, and what it declares is not known

    @property
    def title(self) -> str:
        """How messages call it."""
        return f"variant {self.variant}, release {self.release}"

    def fill(self, text: Text) -> str:
        """The text with its words filled in."""
        if "<" not in text.text:
            return text.text
        return _WORD.sub(lambda match: self._word(match, text), text.text)

    def knows(self, text: Text) -> bool:
        """Whether the vocabulary has every word of the text."""
        words = _WORD.findall(text.text)
        return all(word[0].lower() + word[1:] in self.vocabulary for word in words)

    def _word(self, match: re.Match[str], text: Text) -> str:
        name = match.group(1)
        word = name[0].lower() + name[1:]
        self.words.add(word)
        value = self.vocabulary.get(word)
        if value is None:
            near = nearest(word, self.vocabulary)
            self.diagnostics.report(
                rules.UNKNOWN_WORD,
                _inside(text, match),
                hint=(
                    f"did you mean `<{near}>`?"
                    if near
                    else "add it to `vocabulary` in api.yaml"
                ),
                word=name,
            )
            return name
        return value if word == name else capital(value)

    def twice(self, name: str, span: Span, first: Span, hint: str = ONE_OF_TWO) -> None:
        """Reports a name that is declared a second time."""
        self.diagnostics.report(
            rules.DUPLICATE_NAME,
            span,
            hint=hint,
            related=[Related(first, "first declared here")],
            name=name,
            view=self.title,
        )

    def has(self, key: Key) -> bool:
        """Whether the key's marks let it be there; unknown ones do not count."""
        return self.shows(key.marks)

    def shows(self, marks: tuple[Mark, ...]) -> bool:
        """Whether what has these marks is there."""
        now = self.releases.index(self.release)
        return is_there(marks, self.variant, now, self.variants, self.releases)

    def deprecated(self, *marks: Mark) -> str | None:
        """The first release by now from which one of these marks deprecates."""
        now = self.releases.index(self.release)
        since = [
            self.releases.index(mark.name)
            for mark in marks
            if mark.kind == "~" and mark.name in self.releases
        ]
        return self.releases[min(since)] if since and min(since) <= now else None


def is_there(
    marks: tuple[Mark, ...],
    variant: str,
    now: int,
    variants: Collection[str],
    releases: Sequence[str],
) -> bool:
    """Whether what has these marks is there for a variant at the release number `now`."""
    chosen = {mark.name for mark in marks if mark.kind == "@" and mark.name in variants}
    if chosen and variant not in chosen:
        return False
    for mark in marks:
        if mark.name not in releases:
            continue
        if mark.kind == "+" and now < releases.index(mark.name):
            return False
        if mark.kind == "-" and now >= releases.index(mark.name):
            return False
    return True


def _inside(text: Text, match: re.Match[str]) -> Span:
    """The place of a word in a text; the text's own where quotes or lines blur it."""
    span = text.span
    if span.end - span.column != len(text.text):
        return span
    return span._replace(
        column=span.column + match.start(), end=span.column + match.end()
    )
