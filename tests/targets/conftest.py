"""The small shop as a package that can be imported."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import pytest
from specloom.targets.python.package import render_package

from tests.targets.shop import SHOP

Import: TypeAlias = Callable[[str], ModuleType]
"""Imports a module of the shop's package, such as `shop.orders`."""


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the package stands in."""
    folder = tmp_path_factory.mktemp("shop")
    for name, text in render_package(SHOP, ()).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def forget() -> None:
    """Lets Python forget that the package was imported."""
    for name in [name for name in sys.modules if name.split(".")[0] == SHOP.build]:
        del sys.modules[name]


@pytest.fixture
def shop(package: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Import]:
    """What imports a module of the package, anew for each test."""
    monkeypatch.syspath_prepend(str(package))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def imported(name: str) -> ModuleType:
        return importlib.import_module(".".join(filter(None, (SHOP.build, name))))

    yield imported
    forget()
