"""Tries a slip: what is answered if a name of a spec is misspelled.

The trees of all files are read once; a trial reads one text anew and checks the whole spec.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from specloom.diagnostics import Diagnostic, Diagnostics
from specloom.diagnostics.render import render_text
from specloom.source import Source, read_source, read_text
from specloom.weave import resolve_all

from tests.typos.names import Finder, Name
from tests.typos.slips import Slip, slips

_MEANT = re.compile(r"did you mean `(.+?)`\?")


class Trial(NamedTuple):
    """A name, its slip, and what was answered."""

    name: Name
    slip: Slip
    found: tuple[Diagnostic, ...]
    texts: dict[str, str]

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Where the answers stand."""
        return [(one.span.file, one.span.line) for one in self.found]

    @property
    def at_its_line(self) -> bool:
        """Whether the answers stand on the line of the slip.

        Of a declaration and its only use nobody can tell which is misspelled: there the
        answer may stand at the one, if it shows the other as its second place.
        """
        if self.name.role.startswith("declared") or self.only_use:
            return self.pointed_at
        return set(self.lines) == {(self.name.file, self.name.line)}

    @property
    def only_use(self) -> bool:
        """Whether the answer says that one place alone refers to a declaration."""
        return any(
            related.label == f"`{self.slip.text}` is used here"
            for one in self.found
            for related in one.related
        )

    @property
    def pointed_at(self) -> bool:
        """Whether the first answer shows the line of the slip, perhaps as its second place."""
        if not self.found:
            return False
        first = self.found[0]
        spans = [first.span, *(related.span for related in first.related)]
        return (self.name.file, self.name.line) in [(s.file, s.line) for s in spans]

    @property
    def once(self) -> bool:
        """Whether there is one message."""
        return len(self.found) == 1

    @property
    def suggested(self) -> str | None:
        """The name that the first answer suggests."""
        match = _MEANT.search((self.found[0].hint or "") if self.found else "")
        return match[1] if match else None

    @property
    def right(self) -> bool:
        """Whether it is the one that was meant.

        For a declaration this is the name that its uses have, or at the use its own.
        """
        if self.name.role.startswith("declared") and self.suggested == self.slip.text:
            return True
        sign = self.name.text[:1] if self.name.role == "mark" else ""
        said = (self.suggested or "").removeprefix(sign)
        meant = self.name.text.removeprefix(sign)
        if said.startswith("<") and said.endswith(">") and said in meant:
            return True  # the word is misspelled that is a part of the name
        if self.name.role.startswith("word") and f"<{meant}>" in said:
            return True  # or the name is suggested that it is a part of
        return said.strip("<>{}") == meant.strip("<>{}")

    def __str__(self) -> str:
        slip = f"{self.name.role}: `{self.name.text}` as `{self.slip.text}`"
        place = f"{self.name.file}:{self.name.line}:{self.name.column}"
        return f"{slip}, {place}\n{render_text(self.found, self.texts)}"


class Trials:
    """The trials of one spec; `folder` has its api.yaml."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.sources: dict[str, Source] = {}
        self.changed: dict[str, str] = {}
        good = resolve_all([self.folder], None, self.read)
        assert not good.diagnostics, render_text(good.diagnostics, good.texts)
        trees = {}
        for name, source in self.sources.items():
            place = Path(name).relative_to(folder).with_suffix("").parts
            assert source.root is not None
            trees[place] = source.root
        self.names = Finder(trees).all()

    def read(self, path: str, name: str, diagnostics: Diagnostics) -> Source:
        """The tree of a file: the misspelled one is read anew."""
        if name in self.changed:
            return read_text(self.changed[name], name, diagnostics)
        if name not in self.sources:
            self.sources[name] = read_source(path, name, diagnostics)
        return self.sources[name]

    def slips(self) -> list[tuple[Name, Slip]]:
        """Every slip in every distinct name that does not give another valid one."""
        return [
            (name, slip)
            for name in distinct(self.names)
            for slip in slips(name.text)
            if slip.text not in name.valid
        ]

    def run(self, name: Name, slip: Slip) -> Trial:
        """What is answered if `slip` stands in the place of `name`."""
        lines = self.sources[name.file].text.split("\n")
        line = lines[name.line - 1]
        start = name.column - 1
        end = start + len(name.text)
        assert line[start:end] == name.text, name
        lines[name.line - 1] = line[:start] + slip.text + line[end:]
        self.changed = {name.file: "\n".join(lines)}
        found = resolve_all([self.folder], None, self.read)
        self.changed = {}
        return Trial(name, slip, found.diagnostics, found.texts)


def distinct(names: Iterable[Name]) -> list[Name]:
    """One place for each name and role, the same ones every time."""
    places: dict[tuple[str, str], list[Name]] = {}
    for name in names:
        places.setdefault((name.role, name.text), []).append(name)
    return [each[len(text) % len(each)] for (_, text), each in sorted(places.items())]
