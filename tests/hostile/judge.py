"""What became of a text that was put somewhere into a spec: answered, or still only a text.

In: the files of a spec, places, a text. Out: a verdict; `AssertionError` where the text became
code, got lost, or left the folder of its build.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from specloom.diagnostics.render import render_text
from specloom.targets.jsonschema import export
from specloom.targets.python.layout import literal, width
from specloom.weave import Weaving, weave

from tests.hostile.places import Mode, Place, changed, write_spec
from tests.hostile.shape import (
    comments,
    json_shape,
    python_shape,
    python_texts,
    squeezed,
)

STAND_INS = ("Some odd text", "Qzx", "qzx", "<place>_qzx", "/qzx")
"""Harmless texts: one of them shows what is made where a text stands."""

NAME = re.compile(r"[A-Za-z0-9_$.?-]+")
"""With these characters only, a text is a name or a number wherever it stands, and no more."""

REWRITTEN = ("/was", "/default")
"""What is made into a name, or shown as a literal of Python."""

FILE = re.compile(r"(?:[a-z_][a-z0-9_]*/)+(?:[a-z_][a-z0-9_]*\.py|py\.typed)")
"""What a file of a build may be called."""


_Try: TypeAlias = tuple[tuple[Place, ...], Mode, int]


class Made(NamedTuple):
    """What a spec makes, and what of it is compared."""

    files: dict[str, str]
    schemas: dict[str, str]


class Judge:
    """Weaves one spec again and again, each time with something else in it."""

    def __init__(self, files: dict[str, str], folder: Path) -> None:
        self.files = files
        self.folder = folder
        self._original: Made | None = None
        self._harmless: dict[_Try, tuple[str, Made] | None] = {}

    def woven(self, places: Sequence[Place], text: str, mode: Mode) -> Weaving:
        """The spec with a text in some places."""
        write_spec(changed(self.files, places, text, mode), self.folder)
        return weave([str(self.folder)])

    def verdict(self, places: Sequence[Place], text: str, mode: Mode) -> str:
        """`answered`, `a name`, `a text` or, as if nothing were there, `no difference`."""
        woven = self.woven(places, text, mode)
        if woven.diagnostics:
            shown = render_text(woven.diagnostics, woven.texts)
            assert shown.replace("\n", "").isprintable()
            return "answered"
        made = _made(woven)
        for name, source in made.files.items():
            assert FILE.fullmatch(name), name
            _compiled(source)
        known = self.harmless(places, mode, width(literal(text)) - 2)
        taken = known[0].startswith(STAND_INS[0]) if known else False
        if NAME.fullmatch(text) and not taken:
            return "a name"
        if made == self.original():
            return "no difference"
        assert known is not None, "nothing harmless is taken here, but this is"
        if any(place.title.endswith("/pattern") for place in places):
            found = {each for source in made.files.values() for each in _texts(source)}
            assert any(squeezed(text) in each for each in found), "the text is lost"
            return "a text"
        rewritten = any(place.title.endswith(REWRITTEN) for place in places)
        _compare(made, known[1], known[0], text, mode, exactly=not rewritten)
        return "a text"

    def takes_text(self, place: Place) -> bool:
        """Whether any text may stand there, not only a name."""
        return not self.woven([place], STAND_INS[0], "inside").diagnostics

    def original(self) -> Made:
        """What the spec makes as it is."""
        if self._original is None:
            self._original = _made(self.woven([], "", "inside"))
        return self._original

    def harmless(
        self, places: Sequence[Place], mode: Mode, room: int
    ) -> tuple[str, Made] | None:
        """The first of the harmless texts that may stand there, and what it makes.

        It is about as wide as the other one: what is too long for a line is laid out anew.
        """
        key = (tuple(places), mode, room)
        if key not in self._harmless:
            self._harmless[key] = None
            for text in (STAND_INS[0].ljust(room, "t"), *STAND_INS):
                woven = self.woven(places, text, mode)
                if not woven.diagnostics:
                    self._harmless[key] = (text, _made(woven))
                    break
        return self._harmless[key]


def _made(woven: Weaving) -> Made:
    files = {name: text for build in woven.builds for name, text in build.files.items()}
    schemas = {build.build: export(build.resolved.api) for build in woven.builds}
    return Made(files, schemas)


@cache
def _compiled(source: str) -> None:
    compile(source.encode(), "generated", "exec", dont_inherit=True)


_shape = cache(python_shape)
_texts = cache(python_texts)


def _compare(
    made: Made, known: Made, harmless: str, text: str, mode: Mode, *, exactly: bool
) -> None:
    assert made.files.keys() == known.files.keys()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for name, source in made.files.items():
        other = known.files[name]
        if source == other:
            continue
        _compiled(source)
        assert _shape(source) == _shape(other), f"another shape: {name}"
        assert comments(source) == comments(other), f"other comments: {name}"
        found += _texts(source)
        wanted += _texts(other)
    for build, source in made.schemas.items():
        assert json_shape(source) == json_shape(known.schemas[build]), "another schema"
    if not exactly:
        return
    if mode == "inside":
        replaced = Counter[str]()
        for each, count in wanted.items():
            replaced[each.replace(squeezed(harmless), squeezed(text))] += count
        assert found == replaced, f"{found - replaced} instead of {replaced - found}"
    elif any(squeezed(harmless) in each for each in wanted):
        begin = squeezed(text)[1:].rstrip(".!?:")
        assert any(begin in each for each in found), "the text is lost"
