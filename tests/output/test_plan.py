"""Comparing wanted and found, over every small case: the plan never contradicts itself."""

import itertools
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specloom.fingerprint import LOCK, sha256_of
from specloom.output.lock import lock_text
from specloom.output.plan import Plan, Wanted, plan_build
from specloom.output.state import read_state
from specloom.output.write import write_plan

TEXTS = (None, b"1", b"2", b"3")
CASES = list(itertools.product(TEXTS, repeat=3))


def lay(folder: Path, owned: bytes | None, found: bytes | None) -> None:
    """A build's folder whose lock owns `x` with some bytes, and which has others."""
    folder.mkdir()
    digests = {} if owned is None else {"x": frozenset({sha256_of(owned)})}
    (folder / LOCK).write_text(lock_text([], digests))
    if found is not None:
        (folder / "x").write_bytes(found)


def make(folder: Path, wanted: bytes | None) -> tuple[Wanted, Plan]:
    files = {} if wanted is None else {"x": wanted}
    build = Wanted.of(folder.name, files, [])
    return build, plan_build(build, read_state(str(folder)))


@pytest.mark.parametrize(("wanted", "owned", "found"), CASES)
def test_one_file(
    tmp_path: Path, wanted: bytes | None, owned: bytes | None, found: bytes | None
) -> None:
    folder = tmp_path / "b"
    lay(folder, owned, found)
    build, plan = make(folder, wanted)
    said = {
        "missing": plan.missing,
        "stale": plan.stale,
        "restored": plan.restored,
        "obsolete": plan.obsolete,
        "kept": plan.kept,
        "foreign": plan.foreign,
        "in the way": tuple(obstacle.path for obstacle in plan.obstacles),
    }
    assert [name for name, paths in said.items() if paths] == expected(
        wanted, owned, found
    )
    if not plan.obstacles:
        write_plan(str(tmp_path), plan, build.files)
        kept = found if wanted is None and found != owned else None
        path = folder / "x"
        assert (path.read_bytes() if path.exists() else None) == (wanted or kept)
        assert make(folder, wanted)[1].nothing_to_do


def expected(
    wanted: bytes | None, owned: bytes | None, found: bytes | None
) -> list[str]:
    """The rules once more, as a table."""
    if wanted is None:
        if found is None:
            return []
        if owned is None:
            return ["foreign"]
        return ["obsolete" if found == owned else "kept"]
    if found is None:
        return ["missing"]
    if found == wanted:
        return []
    if owned is None:
        return ["in the way"]
    return ["stale" if found == owned else "restored"]


PATHS = st.sampled_from(["a", "b", "a/c", "a/d", "b/c/e"])
TREES = st.dictionaries(PATHS, st.sampled_from([b"", b"1", b"2"]), max_size=5).filter(
    lambda tree: not any(f"{one}/" in two for one in tree for two in tree)
)


@settings(max_examples=60, deadline=None)
@given(before=TREES, after=TREES)
def test_from_any_tree_to_any_other(
    tmp_path_factory: pytest.TempPathFactory,
    before: dict[str, bytes],
    after: dict[str, bytes],
) -> None:
    out = tmp_path_factory.mktemp("out")
    for files in (before, after):
        build = Wanted.of("b", files, [])
        plan = plan_build(build, read_state(str(out / "b")))
        assert not plan.obstacles
        write_plan(str(out), plan, files)
    found = {
        os.path.relpath(path, out / "b").replace(os.sep, "/"): path.read_bytes()
        for path in (out / "b").rglob("*")
        if path.is_file() and path.name != LOCK
    }
    assert found == after
    folders = [path for path in (out / "b").rglob("*") if path.is_dir()]
    assert all(any(folder.iterdir()) for folder in folders)
