"""`specloom mutate`, run on the small spec in processes of their own.

`SPECLOOM_REGEN=1` writes `expected.txt` anew.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

from .kiosk import BUILD, HERE

EXPECTED = HERE / "expected.txt"

MAIN = """
import sys
from specloom.cli import main
sys.exit(main())
"""

OWN_CODE = """
from specloom.mutate import code_mutants
code_mutants.RUNTIME = ()
"""
"""Without mutants of the copied modules, much of which the small spec has no use for."""

UNTRIED = """
from specloom.mutate.trials import Bench, Verdict
Bench.warm = lambda *_: None
Bench.try_all = lambda _, mutants, jobs: ((m, Verdict("survived", "")) for m in mutants)
"""
"""No mutant is tried: all are told as survivors."""

EDITED = """
from specloom import weave as weaving
weave = weaving.weave

def edited(folders):
    woven = weave(folders)
    files = next(each.files for each in woven.builds if {path!r} in each.files)
    assert files[{path!r}].count({old!r}) == 1
    files[{path!r}] = files[{path!r}].replace({old!r}, {new!r})
    return woven

weaving.weave = edited
"""
"""One text of a generated file is another one."""

TESTS = f"{BUILD}/tests/test_orders.py"


class Ran(NamedTuple):
    """What a run of the command said."""

    code: int
    out: str
    err: str


def run(*words: str, before: str = "", build: str = BUILD) -> Ran:
    """The command on the small spec, after some lines of Python."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(HERE / "spec", Path(folder, "spec"))
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                before + MAIN,
                *("mutate", "--spec", "spec", "--build", build, "--jobs", "2", *words),
            ],
            cwd=folder,
            env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert [path.name for path in Path(folder).iterdir()] == ["spec"]
    return Ran(done.returncode, done.stdout, done.stderr)


def edited(path: str, old: str, new: str) -> str:
    """Python that changes one text of a generated file."""
    return EDITED.format(path=path, old=old, new=new)


def rows(report: str) -> dict[str, list[int]]:
    """The table of a report."""
    lines = re.findall(r"^(\S.*?) {2,}(\d+(?: +\d+)+)$", report, re.MULTILINE)
    return {kind: [*map(int, numbers.split())] for kind, numbers in lines}


def survivors(report: str) -> list[str]:
    """The mutants that no test noticed."""
    _, _, rest = report.partition("No test noticed:\n")
    return [line.strip() for line in rest.split("\n\n")[0].splitlines()]


def check_sums(report: str) -> None:
    """The numbers of a report add up."""
    table = rows(report)
    whole = table.pop("all")
    assert whole == [sum(column) for column in zip(*table.values(), strict=True)]
    for mutants, killed, structure, survived, equivalent in table.values():
        assert mutants == killed + survived + equivalent
        assert structure <= killed
    assert whole[3] == len(survivors(report))


def test_all_mutants_of_a_record_are_noticed() -> None:
    ran = run("--select", "orders.Problem", before=OWN_CODE)
    assert (ran.code, ran.err) == (0, "")
    check_sums(ran.out)
    report = re.sub(r"\d+ s, ", "", ran.out, count=1)
    if os.environ.get("SPECLOOM_REGEN"):
        EXPECTED.write_text(report, "utf-8")
    assert report == EXPECTED.read_text("utf-8")


def test_mutants_from_everywhere_are_noticed() -> None:
    ran = run("--sample", "50", before=OWN_CODE)
    assert (ran.code, ran.err) == (0, "")
    check_sums(ran.out)
    assert "Killed: 100.0% of the " in ran.out
    assert rows(ran.out)["all"][0] == 50


def test_survivors_of_a_module_without_tests_are_told() -> None:
    before = edited(TESTS, "test_is_as_documented", "nothing")
    ran = run("--select", "orders.Line.amount", before=before)
    assert (ran.code, ran.err) == (1, "")
    check_sums(ran.out)
    mutants, killed, *_ = rows(ran.out)["all"]
    assert (killed, len(survivors(ran.out))) == (0, mutants)
    where = "spec/kiosk/orders.yaml:30:5: orders.Line.amount"
    assert f"{where}: limit: maximum 9 → 10" in survivors(ran.out)
    assert f"{where}: presence: required → optional" in survivors(ran.out)


def test_a_check_that_is_gone_lets_its_faults_survive() -> None:
    before = edited(f"{BUILD}/tests/_checks.py", "        check_misnamed,\n", "")
    ran = run("--select", "orders.Line.item_name", before=OWN_CODE + before)
    assert (ran.code, ran.err) == (1, "")
    check_sums(ran.out)
    assert survivors(ran.out) == [
        'spec/kiosk/orders.yaml:28:3: orders.Line: configuration: {"validate_by_name": True}'
    ]


def test_a_test_that_fails_without_a_fault_is_refused() -> None:
    before = edited(TESTS, "integer(min=1, max=9)", "integer(min=1, max=8)")
    ran = run("--select", "orders.Line.amount", before=before)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: a test fails without any fault: Line-")
    assert "Line.amount: " in ran.err


def test_an_unknown_build_is_refused() -> None:
    assert run(build="kiosk_stret") == Ran(
        2,
        "",
        "error: there is no build `kiosk_stret`; did you mean `kiosk_street`?"
        " (known builds: kiosk_station, kiosk_street)\n",
    )


@pytest.mark.parametrize(
    ("path", "hint"),
    [("orders.Lime", "; did you mean `orders.Line`?"), ("nothing.like.it", "")],
)
def test_an_unknown_path_is_refused(path: str, hint: str) -> None:
    message = f"error: {BUILD} has no `{path}`{hint}\n"
    assert run("--select", path) == Ran(2, "", message)


def test_a_sample_is_the_same_for_the_same_seed_only() -> None:
    words = ("--sample", "12")
    first = run(*words, before=UNTRIED)
    assert first.code == 1
    assert len(survivors(first.out)) == 12
    assert survivors(run(*words, before=UNTRIED).out) == survivors(first.out)
    other = run(*words, "--seed", "1", before=UNTRIED)
    assert len(survivors(other.out)) == 12
    assert survivors(other.out) != survivors(first.out)


def test_a_sample_of_more_than_there_are_is_all() -> None:
    words = ("--select", "orders.Line.amount")
    every = survivors(run(*words, before=UNTRIED).out)
    assert survivors(run(*words, "--sample", "9999", before=UNTRIED).out) == every


def test_the_report_of_a_whole_api_adds_up() -> None:
    ran = run(before=UNTRIED)
    assert (ran.code, ran.err) == (1, "")
    check_sums(ran.out)
    assert "Killed: 0.0% of the " in ran.out
    lines = survivors(ran.out)
    assert any(line.startswith("_runtime.") for line in lines)
    assert any(
        line.startswith("spec/kiosk/types.yaml:6:3: types.Size: ") for line in lines
    )
