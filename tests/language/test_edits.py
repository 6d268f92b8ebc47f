"""Random slips in a real spec: always fine or answered, quickly, at a place in the file.

The edits are those of a hand on a keyboard: characters and lines that go, double, swap or
come in, and values that change places. Each run tries the same ones.
"""

import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from specloom.diagnostics.render import render_text
from specloom.weave import weave

from tests.language.cases import HERE, lay_out, names
from tests.language.test_mistakes import check_places

SPEC = Path(__file__).parents[2] / "spec" / "avara"
EDITS_PER_SEED = 20
LONGEST = 2.0  # seconds of work for one run
TYPED: list[str] = [
    *"?<>@+-~|[]{}():,.#'\"*&!%$ \tx0é\u202e\U0001f600",
    " -- ",
    "null",
    "\r",
    "\n",
    "\0",
]
LINES = [
    "  x: string",
    "- a",
    "  $include: StudyInput",
    "records:",
    "types: {}",
    "\tx: y",
]

Edit = Callable[[random.Random, str], str]


def drop_characters(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    return text[:at] + text[at + chance.choice([1, 1, 1, 3, 20]) :]


def double_characters(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    return text[:at] + text[at : at + chance.choice([1, 2, 10])] + text[at:]


def swap_characters(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def type_something(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(TYPED) + text[at:]


def change_lines(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [text]
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines.insert(at, chance.choice(LINES) + "\n")
        case _:
            lines[at] = "  " + lines[at]
    return "".join(lines)


def swap_values(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    with_value = [at for at, line in enumerate(lines) if ": " in line]
    if not with_value:
        return text
    at, other = chance.choice(with_value), chance.choice(with_value)
    key, _, value = lines[at].partition(": ")
    other_key, _, other_value = lines[other].partition(": ")
    lines[at], lines[other] = f"{key}: {other_value}", f"{other_key}: {value}"
    return "".join(lines)


EDITS: list[Edit] = [
    drop_characters,
    double_characters,
    swap_characters,
    type_something,
    change_lines,
    swap_values,
]


@pytest.mark.parametrize(
    "seed",
    [
        seed if seed < 1 else pytest.param(seed, marks=pytest.mark.long)
        for seed in range(15)
    ],
)
def test_slips_in_a_real_spec(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(SPEC, tmp_path / "spec")
    monkeypatch.chdir(tmp_path)
    slip(random.Random(seed), EDITS_PER_SEED)


@pytest.mark.parametrize("name", names("valid"))
def test_slips_in_every_feature(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(HERE / "valid" / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    slip(random.Random(name), EDITS_PER_SEED)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("name", names("valid"))
def test_many_slips(
    name: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(HERE / "valid" / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    slip(random.Random(f"{name} {seed}"), EDITS_PER_SEED)


def slip(chance: random.Random, times: int) -> None:
    """Edits the files of `spec` again and again, each time from the good ones."""
    files = sorted(Path("spec").rglob("*.yaml"))
    for _ in range(times):
        file = chance.choice(files)
        good = file.read_bytes()
        text = good.decode()
        for edit in chance.choices(EDITS, k=chance.choice([1, 1, 1, 2, 5])):
            text = edit(chance, text) if len(text) > 1 else "\n\n"
        file.write_bytes(text.encode())
        check_answer(text)
        file.write_bytes(good)


def check_answer(text: str) -> None:
    start = time.process_time()
    try:
        found = weave(["spec"])
    except Exception as error:
        raise AssertionError(f"no answer to:\n{text}") from error
    assert time.process_time() - start < LONGEST, text
    assert bool(found.diagnostics) != bool(found.builds), text
    for one in found.diagnostics:
        check_places(one, found.texts)
    assert len(render_text(found.diagnostics, found.texts)) < 200_000
