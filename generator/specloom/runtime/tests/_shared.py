"""What two variants share: the check that their packages say the same of it."""

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, NamedTuple

from pydantic import BaseModel

from .._runtime import Model
from ._tables import home_of


class Shared(NamedTuple):
    """A model that another variant has too.

    `place` says where that is and how it is called, if that differs; `renamed` gives
    the fields that it calls otherwise, `own` those that it lacks or has with other
    values.
    """

    model: type[Model]
    place: str = ""
    renamed: Mapping[str, str] = {}
    own: Sequence[str] = ()


def check_shared(package: str, words: Mapping[str, str], shared: Shared) -> None:
    """The fields that two variants share have equal constraints and presence.

    Where the other variant's package is not installed, there is nothing to compare with
    but the names.
    """
    fields = shared.model.model_fields
    assert {*shared.renamed, *shared.own} <= fields.keys()
    root = __name__.rpartition(".tests.")[0]
    home = home_of(shared.model).removeprefix(f"{root}.")
    place = shared.place or f"{home}.{shared.model.__name__}"
    path, _, name = place.rpartition(".")
    module = _find(root, package, path)
    if module is None:
        return
    other: type[BaseModel] = getattr(module, name)
    here, there = _fields(shared.model, words), _fields(other, {})
    for field in fields.keys() - set(shared.own):
        assert here[field] == there[shared.renamed.get(field, field)], field


def _find(root: str, package: str, path: str) -> ModuleType | None:
    """The other variant's module: beside this package, or anywhere; None without it."""
    beside = ".".join([*root.split(".")[:-1], package])
    for home in dict.fromkeys((beside, package)):
        if importlib.util.find_spec(home.split(".")[0]) is None:
            continue
        found = importlib.util.find_spec(home)
        if found is not None and found.origin is not None:  # more than a folder
            return importlib.import_module(f"{home}.{path}")
    return None


def _fields(model: type[BaseModel], words: Mapping[str, str]) -> dict[str, Any]:
    """Each field's presence and schema, in the words of the other variant."""
    schema = model.model_json_schema(by_alias=False)
    if "$ref" in schema:  # a record that holds itself
        schema = schema["$defs"][schema["$ref"].rpartition("/")[2]]
    required = schema.get("required", [])
    return {
        name: (name in required, _worded(found, words))
        for name, found in schema["properties"].items()
    }


def _worded(schema: Any, words: Mapping[str, str]) -> Any:
    """A schema without prose, its classes and ids called as the other variant does."""
    if isinstance(schema, list):
        return [_worded(part, words) for part in schema]
    if isinstance(schema, dict):
        return {
            key: _worded(part, words)
            for key, part in schema.items()
            if key not in ("title", "description")
        }
    if isinstance(schema, str):
        name = schema.removeprefix("#/$defs/")
        return words.get(name, name)
    return schema
