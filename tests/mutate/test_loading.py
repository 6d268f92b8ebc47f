"""Packages in memory: what is replaced, what is forgotten, what stays."""

import importlib
import sys
from collections.abc import Iterator

import pytest
from specloom.mutate.loading import Packages, module_name

FILES = {
    "stall/__init__.py": "",
    "stall/fruit.py": "PRICE = 2\n",
    "stall/bread.py": "PRICE = 3\n",
    "stall/till/__init__.py": "from .drawer import TOTAL as TOTAL\n",
    "stall/till/drawer.py": "from .. import bread\nfrom ..fruit import PRICE\n"
    "TOTAL = PRICE + bread.PRICE\n",
    "stall/late.py": "def price():\n    from .fruit import PRICE\n    return PRICE\n",
    "stall/py.typed": "",
}


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> Iterator[Packages]:
    """The files, importable as long as a test runs."""
    made = Packages(FILES)
    monkeypatch.setattr(sys, "meta_path", [made, *sys.meta_path])
    yield made
    for name in made.names:
        sys.modules.pop(name, None)


def test_names_of_modules() -> None:
    assert module_name("stall/till/__init__.py") == "stall.till"
    assert module_name("stall/till/drawer.py") == "stall.till.drawer"


def test_modules_are_imported_from_memory(packages: Packages) -> None:
    till = importlib.import_module("stall.till")
    assert till.TOTAL == 5
    assert till.__spec__ is not None
    assert till.__spec__.origin == "<stall/till/__init__.py>"
    assert not hasattr(till, "__file__")
    assert packages.names == [
        "stall",
        "stall.bread",
        "stall.fruit",
        "stall.late",
        "stall.till",
        "stall.till.drawer",
    ]


def test_what_is_not_there_is_not_found(packages: Packages) -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("stall.cheese")


def test_a_replaced_file_is_seen_by_all_that_import_it(packages: Packages) -> None:
    assert importlib.import_module("stall.till").TOTAL == 5
    packages.replace({"stall/fruit.py": "PRICE = 7\n"})
    assert importlib.import_module("stall.till").TOTAL == 10
    assert importlib.import_module("stall.late").price() == 7


def test_a_module_that_is_imported_by_a_relative_name_counts(
    packages: Packages,
) -> None:
    """`from .. import bread` names a module, not a part of one."""
    importlib.import_module("stall.till")
    packages.replace({"stall/bread.py": "PRICE = 1\n"})
    assert importlib.import_module("stall.till").TOTAL == 3


def test_all_other_modules_stay_the_same_objects(packages: Packages) -> None:
    before = {name: importlib.import_module(name) for name in packages.names}
    packages.replace({"stall/fruit.py": "PRICE = 7\n"})
    after = {name: importlib.import_module(name) for name in packages.names}
    kept = {name for name in before if before[name] is after[name]}
    assert kept == {"stall", "stall.bread"}
    assert vars(after["stall"])["fruit"] is after["stall.fruit"]


def test_a_new_file_can_be_imported(packages: Packages) -> None:
    packages.replace({"stall/cheese.py": "from .fruit import PRICE\n"})
    assert importlib.import_module("stall.cheese").PRICE == 2


def test_no_python_is_told_at_once(packages: Packages) -> None:
    with pytest.raises(SyntaxError):
        packages.replace({"stall/fruit.py": "PRICE =\n"})
