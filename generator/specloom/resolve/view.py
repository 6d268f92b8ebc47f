"""A view: one variant at one release, where words have a value and marks an answer."""

import re
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, nearest, rules
from specloom.names import capital
from specloom.spec.syntax import Key, Text

_WORD = re.compile(r"<([A-Za-z][A-Za-z0-9_]*)>")


class View(NamedTuple):
    """What decides words and marks. `words` notes the words that were needed."""

    variant: str
    release: str
    releases: tuple[str, ...]  # in order
    vocabulary: dict[str, str]  # of this variant
    diagnostics: Diagnostics
    words: set[str]

    @property
    def title(self) -> str:
        """How messages call it."""
        return f"variant {self.variant}, release {self.release}"

    def fill(self, text: Text) -> str:
        """The text with its words filled in."""
        if "<" not in text.text:
            return text.text
        return _WORD.sub(lambda match: self._word(match.group(1), text), text.text)

    def _word(self, name: str, text: Text) -> str:
        word = name[0].lower() + name[1:]
        self.words.add(word)
        value = self.vocabulary.get(word)
        if value is None:
            near = nearest(word, self.vocabulary)
            self.diagnostics.report(
                rules.UNKNOWN_WORD,
                text.span,
                hint=(
                    f"did you mean `<{near}>`?"
                    if near
                    else "add it to `vocabulary` in api.yaml"
                ),
                word=name,
            )
            return name
        return value if word == name else capital(value)

    def has(self, key: Key) -> bool:
        """Whether the key's marks let it be there."""
        chosen = [mark.name for mark in key.marks if mark.kind == "@"]
        if chosen and self.variant not in chosen:
            return False
        now = self._order(self.release)
        for mark in key.marks:
            if mark.kind == "+" and now < self._order(mark.name):
                return False
            if mark.kind == "-" and now >= self._order(mark.name):
                return False
        return True

    def _order(self, release: str) -> int:
        return self.releases.index(release) if release in self.releases else -1
