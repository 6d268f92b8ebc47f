"""A view: one variant at one release, where words have a value and marks an answer."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Related, Rule, Span, nearest, rules
from specloom.names import WORD, capital, snake
from specloom.resolve import misses as kinds
from specloom.resolve.misses import Misses
from specloom.resolve.words import (
    is_capital,
    is_known,
    is_sound,
    lower,
    way_out,
    with_word_inside,
)
from specloom.spec.syntax import Key, Mark, Text

ONE_OF_TWO = "rename one, or give them marks that exclude each other"
"""The hint for what is declared twice."""


class OncePerPlace(Diagnostics):
    """Passes on what one view reports, unless another view said the like of that place.

    A slip is seen by every variant at every release; the user is told once. `told` is
    shared by the views: who was the first to report which code where.
    """

    __slots__ = ("_all", "_misses", "_told")

    def __init__(
        self,
        everything: Diagnostics,
        misses: Misses,
        told: "dict[tuple[str, Span], OncePerPlace]",
    ) -> None:
        super().__init__()
        self._all = everything
        self._misses = misses
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

    def __bool__(self) -> bool:
        return bool(self._all) or bool(self._misses)


class View(NamedTuple):
    """What decides words and marks; `misses` takes up words that the vocabulary lacks."""

    variant: str
    variants: frozenset[str]
    release: str
    releases: tuple[str, ...]  # in order
    vocabulary: Mapping[str, str]  # of this variant
    vocabularies: tuple[Mapping[str, str], ...]  # of every variant
    cells: Mapping[str, Span]  # where each of its texts stands
    diagnostics: Diagnostics
    rows: Mapping[str, Span]  # where each word is declared
    halves: re.Pattern[str]  # a word with one bracket
    misses: Misses
    whole: bool  # False: a file could not be read, and what it declares is not known

    @property
    def title(self) -> str:
        """How messages call it."""
        return f"variant {self.variant}, release {self.release}"

    def fill(self, text: Text) -> str:
        """The text with its words filled in."""
        if "<" not in text.text and ">" not in text.text:
            return text.text
        whole = self.halves.sub(lambda match: self._half(match, text), text.text)
        return WORD.sub(lambda match: self._word(match, text), whole)

    def knows(self, text: Text) -> bool:
        """Whether every word of the text has a value, and both its brackets."""
        return is_sound(text.text, self.vocabulary, self.halves)

    def is_called(self, written: str, name: str) -> bool:
        """Whether some variant calls `name` what is written with words; or it is sent so."""
        names = (self._filled(written, words) for words in self.vocabularies)
        return "<" in written and snake(name) in map(snake, names)

    def refuse(self, text: Text, form: re.Pattern[str], hint: str, what: str) -> None:
        """Reports that the text, filled in, is not of the form that a name has."""
        if self.is_spoilt(text, form.fullmatch, hint, what) or not self.knows(text):
            return
        name = self.fill(text)
        self.diagnostics.report(
            rules.BAD_NAME, text.span, hint=hint, name=name, what=what
        )

    def is_spoilt(
        self, text: Text, good: Callable[[str], object], hint: str, what: str
    ) -> bool:
        """Whether it is the value of a word that makes a bad name of a good text.

        That is reported where the value stands, however many names it spoils.
        """
        if not good(self._filled(text.text, {})):
            return False
        for word in map(lower, WORD.findall(text.text)):
            if word not in self.vocabulary:
                return False
            value = self.vocabulary[word]
            if good(self._filled(text.text, {word: value})):
                continue
            better = snake(_without_accents(value))
            if better and good(self._filled(text.text, {word: better})):
                hint = f"did you mean `{better}`?"
            made = Related(text.span, f"`{text.text}` is made of it")
            part = f"{what}, or a part of one"
            self.misses.refuse(value or '""', self.cells[word], part, hint, made)
            return True
        return False

    def _filled(self, text: str, values: Mapping[str, str]) -> str:
        """The text with these values, and for other words what any name may hold."""

        def value(word: re.Match[str]) -> str:
            name = word[1]
            found = values.get(lower(name), "x")
            return found if name == lower(name) else capital(found)

        return WORD.sub(value, text)

    def _half(self, match: re.Match[str], text: Text) -> str:
        """The word that has lost a bracket, with both of them."""
        word = f"<{match[match.lastindex or 0]}>"
        self.diagnostics.report(
            rules.HALF_WORD,
            text.part(match.start(), match.end()),
            hint=f"did you mean `{word}`?",
        )
        return word

    def _word(self, match: re.Match[str], text: Text) -> str:
        name = match.group(1)
        word = lower(name)
        value = self.vocabulary.get(word)
        if value is None and is_known(name, self.vocabulary):
            return match.group()
        if value is None:
            inside = with_word_inside(name, self.vocabulary)
            self.misses.add(
                kinds.WORD,
                word,
                text.part(match.start(), match.end()),
                {} if inside else self.rows,
                otherwise=f"did you mean `{inside}`?" if inside else way_out(match),
                word=name,
                capital=is_capital(match),
            )
            if inside is not None:
                return self._filled(inside, self.vocabulary)
            near = nearest(word, self.vocabulary)
            if near is None:
                return name
            value = self.vocabulary[near]  # so that nothing else is said of it
        else:
            self.misses.used.add(self.rows[word])
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


def _without_accents(text: str) -> str:
    """`cafe` for `café`."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


def is_there(
    marks: tuple[Mark, ...],
    variant: str,
    now: int,
    variants: Collection[str],
    releases: Sequence[str],
) -> bool:
    """Whether what has these marks is there for a variant at the release number `now`."""
    if not marks:
        return True
    meant = [meant_by(mark, variants, releases) for mark in marks]
    chosen = {name for kind, name in meant if kind == "@"}
    if chosen and variant not in chosen:
        return False
    return not any(
        (now < releases.index(name)) == (kind == "+")
        for kind, name in meant
        if kind in ("+", "-")
    )


def meant_by(
    mark: Mark, variants: Collection[str], releases: Collection[str]
) -> tuple[str, str]:
    """The kind of a mark and what it names; of a misspelled one, what is nearest.

    Two empty texts if nothing is near. That it is misspelled is reported elsewhere.
    """
    known = variants if mark.kind == "@" else releases
    if mark.kind and mark.name in known:
        return mark.kind, mark.name
    if mark.kind:
        near = nearest(mark.name, known)
        return (mark.kind, near) if near is not None else ("", "")
    marks = [f"@{variant}" for variant in variants]
    marks += [f"{sign}{release}" for sign in "+-~" for release in releases]
    near = nearest(mark.name, marks) or ""
    return near[:1], near[1:]
