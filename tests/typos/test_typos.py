"""A slip of a finger in any name of a spec is answered once, at its line, with the way out.

Names are taken by the part that they play: keys, types, words, references of all kinds. What
happens to be another valid name, by what the spec declares, is left out.
"""

import random
import shutil
from pathlib import Path

import pytest
from specloom.diagnostics.render import render_text
from specloom.weave import resolve_all

from tests.language.cases import HERE, lay_out, names
from tests.typos.slips import slips
from tests.typos.trial import Trial, Trials, distinct

SPEC = Path("spec/avara")
ROOT = Path(__file__).parents[2]
PARTS = 4  # of the sample, for several processes
CHUNKS = 64
SAMPLE = 300

# Of two declarations with the same name and marks that exclude each other, one is
# misspelled; or nothing that is built shows the place.
NOT_SEEN = {("marks-everywhere", "Flag"), ("marks-everywhere", "Order")}
NOT_SEEN |= {("used-in-one-variant-only", "Future")}


@pytest.fixture(scope="session")
def avara() -> Trials:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return Trials(SPEC)


@pytest.fixture(autouse=True)
def in_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_sample_of_slips_in_a_real_spec(avara: Trials, part: int) -> None:
    every = avara.slips()
    random.Random(0).shuffle(every)
    judge([avara.run(*slip) for slip in every[:SAMPLE][part::PARTS]])


@pytest.mark.long
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_slip_in_a_real_spec(avara: Trials, chunk: int) -> None:
    judge([avara.run(*slip) for slip in avara.slips()[chunk::CHUNKS]])


@pytest.mark.parametrize("case", names("valid"))
def test_a_sample_of_slips_in_every_feature(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trials = feature(case, tmp_path, monkeypatch)
    every = trials.slips()
    tried = [trials.run(*slip) for slip in random.Random(case).sample(every, 40)]
    judge(tried, right=0.95)


@pytest.mark.long
@pytest.mark.parametrize("case", names("valid"))
def test_every_slip_in_every_feature(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trials = feature(case, tmp_path, monkeypatch)
    judge([trials.run(*slip) for slip in trials.slips()], right=0.95)


RENAMED = [  # what is misspelled, and what is suggested
    pytest.param("types.yaml", "types.yaml", id="what all share"),
    pytest.param("auto_scribe/studies/types.yaml", "types.yaml", id="what a few share"),
    pytest.param("viewer", "viewer", id="the folder of a product"),
]


@pytest.mark.parametrize("sampled", [True, pytest.param(False, marks=pytest.mark.long)])
@pytest.mark.parametrize(("path", "meant"), RENAMED)
def test_slips_in_the_name_of_a_file_or_folder(
    path: str,
    meant: str,
    sampled: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(SPEC, tmp_path / "spec")
    monkeypatch.chdir(tmp_path)
    good = Path("spec") / path
    tried = [slip.text for slip in slips(good.stem)]
    for text in random.Random(path).sample(tried, 5) if sampled else tried:
        bad = good.with_name(text + good.suffix)
        good.rename(bad)
        found = resolve_all(["spec"])
        shown = render_text(found.diagnostics, found.texts)
        assert len(found.diagnostics) == 1, shown
        assert found.diagnostics[0].span.file.startswith(bad.as_posix()), shown
        assert f"did you mean to call it `{meant}`" in shown or (
            f"did you mean `{meant}`" in shown
        ), shown
        bad.rename(good)


def feature(case: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Trials:
    lay_out(HERE / "valid" / case, folder)
    monkeypatch.chdir(folder)
    trials = Trials(Path("spec"))
    hidden = {text for where, text in NOT_SEEN if where == case}
    trials.names = [name for name in trials.names if name.text not in hidden]
    return trials


def judge(tried: list[Trial], right: float = 0.99) -> None:
    """What every slip is owed; so many of the first suggestions are right.

    Small specs of every feature have names that are as near to a slip as the right one.
    """
    several = [str(trial) for trial in tried if not trial.once]
    assert not several, "\n".join(several)
    elsewhere = [str(trial) for trial in tried if not trial.at_its_line]
    assert not elsewhere, "\n".join(elsewhere)
    wrong = [str(trial) for trial in tried if not trial.right]
    assert len(wrong) <= max(1, len(tried) * (1 - right)), "\n".join(wrong)


def test_slips_are_of_every_kind_at_every_place() -> None:
    found = list(slips("status"))
    for kind in ("left out", "swapped", "changed", "came in"):
        places = {slip.at for slip in found if slip.kind == kind}
        assert places >= set(range(5)), kind
    assert len({slip.text for slip in found}) == len(found)
    assert "status" not in {slip.text for slip in found}


def test_names_of_every_role(avara: Trials) -> None:
    roles = {name.role for name in distinct(avara.names)}
    assert roles >= {
        "built-in type",
        "choice",
        "column of the vocabulary",
        "declared field",
        "declared parameter",
        "declared product",
        "declared release",
        "declared type",
        "declared variant",
        "declared word",
        "field in an example",
        "format",
        "former name of a field",
        "key of a build",
        "key of a field",
        "key of a file",
        "key of a record",
        "key of a webhook",
        "key of an endpoint",
        "key of api.yaml",
        "key of auth",
        "key of paging",
        "key of query",
        "mark",
        "mark of a value",
        "parameter",
        "product of a resource",
        "release of a build",
        "truth",
        "type or record",
        "value of an enum",
        "variant of a build",
        "word in a name",
        "word in a path",
        "word in a product",
        "word in a resource",
        "word in a type",
        "word in an example",
        "word in an id",
        "word in prose",
    }
