"""What is rendered of a mutant is what a whole package would have, and not one file more."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from specloom.mutate.mutant import Mutant
from specloom.mutate.trials import Bench
from specloom.targets.python import package
from specloom.targets.python.package import render_changed, render_package

from ..packages.weaving import KITCHEN_SINK
from .kiosk import BUILD, SPEC, changed, mutants, woven


@pytest.fixture(autouse=True)
def own_files_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole package without its tests and strategies, which a mutant leaves as they are."""
    for name in ("render_tests", "render_strategies", "verbatim"):
        monkeypatch.setattr(package, name, lambda *_: {})


def spread(found: Sequence[Mutant], count: int) -> Sequence[Mutant]:
    """So many of all, from everywhere."""
    return found[:: max(len(found) // count, 1)]


@pytest.mark.parametrize(
    ("spec", "build", "count"),
    [(SPEC, BUILD, 1000), (KITCHEN_SINK, "harbour_port", 120)],
    ids=["kiosk", "kitchen sink"],
)
def test_the_files_of_a_mutant(spec: Path, build: str, count: int) -> None:
    resolved = woven(spec, build).resolved
    others = resolved.siblings, resolved.releases
    whole = render_package(resolved.api, *others)
    for mutant in spread(mutants(spec, build), count):
        api = changed(mutant)
        told = f"{mutant.place}: {mutant.kind}: {mutant.change}"
        wanted = render_package(api, *others)
        found = whole | render_changed(api, resolved.api)
        assert {path: found[path] for path in wanted} == wanted, told
        for path, text in wanted.items():
            if path.endswith(".py") and text != whole.get(path):
                compile(text, path, "exec")


def test_nothing_is_rendered_of_a_module_that_is_the_same() -> None:
    api = woven().resolved.api
    assert {*render_changed(api, api)} == {f"{BUILD}/_api.py"}


def test_a_fault_of_a_type_changes_its_module_and_no_other() -> None:
    resolved = woven().resolved
    mutant = next(m for m in mutants() if m.place == "types.Size")
    before = render_package(resolved.api, resolved.siblings)
    found = render_changed(changed(mutant), resolved.api)
    assert {path for path in found if found[path] != before[path]} == {
        f"{BUILD}/types.py"
    }


def test_a_mutant_may_have_a_file_that_the_build_has_not() -> None:
    """A record that only an event holds moves if the event holds it no longer."""
    build = woven(KITCHEN_SINK, "harbour_port")
    mutant = next(
        each
        for each in mutants(KITCHEN_SINK, "harbour_port")
        if each.place == "fleet.ships.webhooks.LogClosedEvent.data"
        and each.change == "gone"
    )
    found = Bench(build.resolved.api, build.files).changed(mutant)
    assert {path for path in found if path not in build.files} == {
        "harbour_port/fleet/ships/webhooks/_models.py"
    }
