"""People review the spec and what is made of it: both stay of a size that can be read."""

from .weaving import ROOT

MOST_LINES_OF_THE_SPEC = 1_600
MOST_LINES_OF_A_FILE = 600
MOST_LINES_OF_ALL_BUILDS = 40_000


def _lines(folder: str, pattern: str) -> dict[str, int]:
    found = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n")
        for path in (ROOT / folder).rglob(pattern)
    }
    assert found
    return found


def test_the_spec_with_its_descriptions() -> None:
    assert sum(_lines("spec/avara", "*.yaml").values()) < MOST_LINES_OF_THE_SPEC


def test_every_generated_file() -> None:
    counts = _lines("generated", "*.py")
    long = {name: n for name, n in counts.items() if n > MOST_LINES_OF_A_FILE}
    assert long == {}


def test_all_builds_together_with_their_tests() -> None:
    assert sum(_lines("generated", "*.py").values()) <= MOST_LINES_OF_ALL_BUILDS
