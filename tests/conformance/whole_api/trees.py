"""JSON values as trees, and what was found in one told against what was expected."""

import json
from copy import deepcopy
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from .spots import Key, Path


def changed(tree: Any, path: Path, value: Any) -> Any:
    """A copy with the value at the path; at a key, a map of that key alone."""
    copy = deepcopy(tree)
    parent = at(copy, path[:-1])
    if isinstance(path[-1], Key):
        (kept,) = parent.values()
        parent.clear()
        parent[value] = kept
    else:
        parent[path[-1]] = value
    return copy


def without(tree: Any, path: Path) -> Any:
    """A copy that lacks what stands at the path."""
    copy = deepcopy(tree)
    del at(copy, path[:-1])[path[-1]]
    return copy


def at(tree: Any, path: Path) -> Any:
    """What stands at the path."""
    for step in path:
        tree = tree[step]
    return tree


def attribute(model: Any, path: Path) -> Any:
    """What stands at the path of a model; the pairs of its maps by their keys."""
    for step in path:
        inside: Any = isinstance(model, list | dict)
        model = model[step] if inside else getattr(model, str(step))
    return model


def dumped(model: Any) -> Any:
    """The JSON that a model writes."""
    return json.loads(model.model_dump_json())


def plain(found: Any) -> Any:
    """What a model holds, as JSON; a class that has no business there stays."""
    if isinstance(found, BaseModel):
        return dumped(found)
    if type(found) is list:
        return [plain(each) for each in found]
    if type(found) is dict:
        return {key: plain(each) for key, each in found.items()}
    if type(found) is datetime:
        return found.isoformat() if found.tzinfo else found
    return found


def same(found: Any, expected: Any) -> bool:
    """Equal as JSON, whatever the order of names: 1, 1.0 and true are three things."""
    if type(found) is not type(expected):
        return False
    if isinstance(found, dict):
        return found.keys() == expected.keys() and all(
            same(found[key], expected[key]) for key in found
        )
    if isinstance(found, list):
        return len(found) == len(expected) and all(
            same(one, other) for one, other in zip(found, expected, strict=True)
        )
    return bool(found == expected)


def shown(value: Any) -> str:
    """A value in a message, cut where it gets long."""
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:97]}..."
