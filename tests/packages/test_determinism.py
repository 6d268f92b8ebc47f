"""The same spec gives the same bytes: on any machine, in any order, in any folder."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from .weaving import KITCHEN_SINK, ROOT, copied_spec

AVARA = ROOT / "spec" / "avara"


class Machine(NamedTuple):
    """One way in which the command is run."""

    seed: str
    locale: str
    zone: str
    shuffled: int | None  # the seed of the order of files and keys
    folder: str

    @property
    def label(self) -> str:
        """What a failure calls it."""
        return "-".join(map(str, self))


# Each value of each axis comes at least once, beside different values of the others: what one
# axis can break does not depend on the others, so their product would say no more.
MACHINES = (
    Machine("0", "C", "UTC", None, "here"),
    Machine("1", "C.UTF-8", "Pacific/Kiritimati", 1, "with a space"),
    Machine("2", "tr_TR.UTF-8", "UTC", 2, "here"),
    Machine("31337", "C", "Pacific/Kiritimati", 3, "with a space"),
    Machine("4294967295", "tr_TR.UTF-8", "UTC", 4, "with a space"),
    Machine("random", "C.UTF-8", "Pacific/Kiritimati", 5, "here"),
)


def _blocks(lines: list[str], depth: int) -> list[list[str]]:
    """Lines cut where a key stands at the given indentation, comments with what follows."""
    blocks: list[list[str]] = []
    waiting: list[str] = []
    for line in lines:
        bare = line.strip()
        if not bare or bare.startswith("#"):
            waiting.append(line)
        elif len(line) - len(line.lstrip()) == depth and not bare.startswith("- "):
            blocks.append([*waiting, line])
            waiting = []
        else:
            blocks[-1] += [*waiting, line]
            waiting = []
    if waiting:
        blocks[-1] += waiting
    return blocks


ORDERED = re.compile(
    r"\s*(?:enum|releases|variants|example|\$example):|.*(?:\||>-?)\s*$"
)
"""Keys whose order means something, and text of several lines."""


def _shuffled(lines: list[str], depth: int, chance: random.Random) -> list[str]:
    """The same mapping with its keys in another order, and those below."""
    blocks = _blocks(lines, depth)
    for number, block in enumerate(blocks):
        head = next(
            i for i, line in enumerate(block) if line.strip()[:1] not in ("", "#")
        )
        rest = block[head + 1 :]
        filled = [line for line in rest if line.strip()]
        if not filled or ORDERED.match(block[head]):
            continue
        below = len(filled[0]) - len(filled[0].lstrip())
        if below > depth and not filled[0].lstrip().startswith("- "):
            blocks[number] = block[: head + 1] + _shuffled(rest, below, chance)
    chance.shuffle(blocks)
    return [line for block in blocks for line in block]


def _shuffle_spec(spec: Path, chance: random.Random) -> int:
    """Shuffles the keys of every file, and writes the files in another order."""
    texts = {path: path.read_text("utf-8") for path in sorted(spec.rglob("*.yaml"))}
    paths = list(texts)
    chance.shuffle(paths)
    for path in paths:
        path.unlink()
    changed = 0
    for path in paths:
        text = (
            "\n".join(_shuffled(texts[path].rstrip("\n").split("\n"), 0, chance)) + "\n"
        )
        path.write_text(text, "utf-8")
        changed += text != texts[path]
    return changed


def _generate(folder: Path, machine: Machine) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "generator"),
        "PYTHONHASHSEED": machine.seed,
        "LC_ALL": machine.locale,
        "TZ": machine.zone,
    }
    done = subprocess.run(
        [sys.executable, "-m", "specloom", "generate"],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def _tree(folder: Path) -> Mapping[str, bytes]:
    """Every file that is made, the locks too, but not the cache of the command."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".specloom_cache" not in path.parts
    }


@pytest.fixture(scope="session")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """What the first machine makes of both specs."""
    return _made(tmp_path_factory.mktemp("expected"), MACHINES[0])


def _made(folder: Path, machine: Machine) -> Mapping[str, bytes]:
    project = folder / machine.folder
    project.mkdir()
    for spec in (AVARA, KITCHEN_SINK):
        copy = copied_spec(project, spec)
        if machine.shuffled is not None:
            assert _shuffle_spec(copy, random.Random(machine.shuffled)) > 1
    _generate(project, machine)
    return _tree(project / "generated")


@pytest.mark.parametrize("machine", MACHINES[1:], ids=lambda machine: machine.label)
def test_every_machine_makes_the_same_bytes(
    machine: Machine, tmp_path: Path, expected: Mapping[str, bytes]
) -> None:
    made = _made(tmp_path, machine)
    assert made.keys() == expected.keys()
    assert [name for name in made if made[name] != expected[name]] == []


def test_locks_are_compared_too(expected: Mapping[str, bytes]) -> None:
    locks = [name for name in expected if name.endswith("/specloom.lock")]
    assert len(locks) == 7


def test_nothing_tells_where_and_when_it_was_made(
    expected: Mapping[str, bytes],
) -> None:
    import socket
    from datetime import UTC, datetime

    told = [os.path.expanduser("~/"), "/tmp", str(ROOT), sys.prefix]
    told += [f"{datetime.now(UTC):%Y-%m-%d}", socket.gethostname()]
    for name, content in expected.items():
        assert not [word for word in told if word.encode() in content], name


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    copied_spec(tmp_path, AVARA)
    _generate(tmp_path, MACHINES[0])
    out = tmp_path / "generated"

    def states() -> dict[Path, tuple[int, int, int]]:
        paths = [p for p in [out, *out.rglob("*")] if ".specloom_cache" not in p.parts]
        return {
            p: (s.st_ino, s.st_mtime_ns, s.st_size) for p in paths if (s := p.stat())
        }

    before = states()
    assert "Nothing changed" in _generate(tmp_path, MACHINES[1])
    # Without what the command remembers, it compares every file.
    for kept in (out / ".specloom_cache").iterdir():
        kept.unlink()
    _generate(tmp_path, MACHINES[3])
    after = states()
    del before[out], after[out]  # the cache may be made anew below it
    assert before == after
