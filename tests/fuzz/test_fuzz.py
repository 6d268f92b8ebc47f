"""Spoilt specs are answered: by diagnostics or by packages, soon, and never by a traceback."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from specloom.diagnostics.render import render_text
from specloom.weave import weave

from tests.fuzz.corpus import lay
from tests.fuzz.mutations import describe, mutate
from tests.fuzz.watched import Ended, watch
from tests.language.cases import compare, lay_out

FOUND = Path(__file__).parent / "found"
MANY = 20_000
FEW = 500


def attempt_in(folder: Path) -> Callable[[int], str]:
    """What reads the spec of a seed, in a folder, and says how it was answered."""

    def attempt(seed: int) -> str:
        lay(mutate(seed), folder / "spec")
        return answer(folder / "spec")

    return attempt


def answer(spec: Path) -> str:
    """Weaves a spec; the codes of its mistakes, or nothing but `fine`."""
    woven = weave([str(spec)])
    if not woven.diagnostics:
        assert woven.builds
        for build in woven.builds:
            for text in build.files.values():
                text.encode()
        return "fine"
    assert not woven.builds
    shown = render_text(woven.diagnostics, woven.texts)
    assert shown.replace("\n", "").isprintable()
    return " ".join(sorted({one.code for one in woven.diagnostics}))


def tried(attempt: Callable[[int], str], numbers: range) -> list[Ended]:
    """What came of each; one that broke is tried alone: a busy machine may be too slow."""
    found = []
    for one in watch(attempt, numbers):
        for _ in range(2):
            if one.broken:
                (one,) = watch(attempt, [one.number])
        found.append(one)
    return found


def broken(ended: list[Ended]) -> str:
    """What there is to say of those that broke."""
    return "\n\n".join(
        f"seed {one.number}:\n{one.outcome[-3000:]}" for one in ended if one.broken
    )


def test_spoilt_specs_are_answered(tmp_path: Path) -> None:
    assert not (said := broken(tried(attempt_in(tmp_path), range(FEW)))), said


@pytest.mark.long
@pytest.mark.parametrize("start", range(FEW, MANY, 1_950))
def test_many_spoilt_specs_are_answered(start: int, tmp_path: Path) -> None:
    ended = tried(attempt_in(tmp_path), range(start, min(MANY, start + 1_950)))
    for one in ended:
        if one.broken:  # a readable copy, to be made smaller and kept in `found`
            path = Path(tempfile.gettempdir(), f"specloom-fuzz-{one.number}.txt")
            path.write_text(describe(mutate(one.number)), encoding="utf-8")
    assert not (said := broken(ended)), said


@pytest.mark.parametrize("name", sorted(path.name for path in FOUND.iterdir()))
def test_what_was_found(name: str, tmp_path: Path) -> None:
    """Specs that once broke something: each has its answer now."""
    lay_out(FOUND / name, tmp_path)
    (ended,) = tried(lambda _: answer(tmp_path / "spec"), range(1))
    assert not ended.broken, ended.outcome
    compare(FOUND / name, ended.outcome + "\n")
