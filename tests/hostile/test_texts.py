"""No text that a spec can hold becomes code, gets lost, or leaves the folder of its build."""

import itertools
import random
from pathlib import Path

import pytest
from black import format_str
from black.mode import Mode as BlackMode
from black.mode import TargetVersion

from tests.hostile.judge import Judge
from tests.hostile.payloads import HUGE, PAYLOADS
from tests.hostile.places import Mode, Place, places_of, read_spec
from tests.packages.weaving import KITCHEN_SINK, run, write

BAZAAR = Path(__file__).parent / "bazaar"
FILES = read_spec(BAZAAR)
PLACES = places_of(FILES)
MODES: tuple[Mode, ...] = ("instead", "inside")

NO_TEXT = (
    "a lone surrogate",
    "surrogates the wrong way round",
    "a word of the language",
)
"""What no text may hold."""

SAMPLE = 120


ONCE = pytest.mark.xdist_group(
    "texts"
)  # one process finds out where any text may stand


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    return Judge(FILES, tmp_path / "spec")


@pytest.fixture(scope="session")
def free(tmp_path_factory: pytest.TempPathFactory) -> list[Place]:
    """The places where any text may stand."""
    judge = Judge(FILES, tmp_path_factory.mktemp("free"))
    found = [place for place in PLACES if judge.takes_text(place)]
    assert len(found) >= 45
    return found


@ONCE
@pytest.mark.parametrize("name", PAYLOADS)
def test_a_text_in_all_places_at_once(
    name: str, free: list[Place], judge: Judge
) -> None:
    verdict = judge.verdict(free, PAYLOADS[name], "inside")
    if name in NO_TEXT:
        assert verdict == "answered"
    elif name in ("nothing", "a space"):
        assert verdict in ("a text", "no difference")
    else:
        assert verdict == "a text"


def test_a_megabyte(judge: Judge) -> None:
    doc = next(place for place in PLACES if place.title == "api.yaml/doc")
    assert judge.verdict([doc], HUGE, "inside") == "a text"


def test_a_sample_of_places(judge: Judge) -> None:
    cases = list(itertools.product(PLACES, PAYLOADS, MODES))
    check(random.Random(0).sample(cases, SAMPLE), judge)


@pytest.mark.long
@pytest.mark.parametrize("name", PAYLOADS)
def test_every_place(name: str, judge: Judge) -> None:
    check(list(itertools.product(PLACES, [name], MODES)), judge)


def check(cases: list[tuple[Place, str, Mode]], judge: Judge) -> None:
    """Tries all cases, and tells of all that break."""
    broken = []
    for place, name, mode in cases:
        try:
            judge.verdict([place], PAYLOADS[name], mode)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"[:600]
            broken.append(f"{name} {mode} {place.title}: {said}")
    assert not broken, "\n".join(broken)


STYLED = (
    "the end of a docstring and code",
    "quotes of both kinds",
    "escapes",
    "markup",
    "zero width",
    "right to left",
    "East Asian",
    "a long word",
    "a long line",
)


@ONCE
@pytest.mark.parametrize("name", STYLED)
def test_it_stays_as_black_makes_it(name: str, free: list[Place], judge: Judge) -> None:
    mode = BlackMode(target_versions={TargetVersion.PY311})
    known = judge.original().files
    changed = 0
    for build in judge.woven(free, PAYLOADS[name], "inside").builds[:1]:
        for file, text in build.files.items():
            if text != known[file]:
                assert format_str(text, mode=mode) == text, file
                changed += 1
    assert changed >= 5


@ONCE
def test_linters_find_nothing(free: list[Place], judge: Judge, tmp_path: Path) -> None:
    for number, name in enumerate(STYLED):
        woven = judge.woven(free, PAYLOADS[name], "inside")
        for build in woven.builds:
            files = {
                path.replace("/", f"_{number}/", 1): t
                for path, t in build.files.items()
            }
            write(files, tmp_path / "out")
    # What nothing can split stays long; a spec may hold any characters.
    rules = "--select E,F,W,I,UP,B,C4,SIM,RET,RUF --ignore E501,RUF001,RUF002,RUF036"
    words = f"-m ruff check --isolated --no-cache --target-version py311 {rules} ."
    ran = run(tmp_path / "out", *words.split())
    assert ran.code == 0, ran.out[-3000:]


@pytest.mark.long
@pytest.mark.parametrize("name", PAYLOADS)
def test_every_construct_at_once(name: str, tmp_path: Path) -> None:
    """Docs and the like of a larger spec, all at once."""
    files = read_spec(KITCHEN_SINK)
    keys = ("doc", "$doc", "null_means", "omit_means", "title")
    prose = [p for p in places_of(files) if p.title.rpartition("/")[2] in keys]
    verdict = Judge(files, tmp_path).verdict(prose, PAYLOADS[name], "inside")
    assert verdict == "answered" if name in NO_TEXT else "a text"
