"""JSON that was read and written again, held against what it was before."""

from datetime import datetime
from typing import Any

from avara import BaseModel


def nothing_unknown(found: Any) -> None:
    """Every field is one that the SDK declares."""
    if isinstance(found, BaseModel):
        assert not found.model_extra, f"{type(found).__name__}: {found.model_extra}"
        for part in vars(found).values():
            nothing_unknown(part)
    elif isinstance(found, list):
        for part in found:
            nothing_unknown(part)


def same(found: Any, expected: Any) -> None:
    """Equal as JSON; a moment may be written in another way."""
    if isinstance(expected, dict):
        assert isinstance(found, dict)
        assert found.keys() == expected.keys()
        for key, part in expected.items():
            same(found[key], part)
    elif isinstance(expected, list):
        assert isinstance(found, list)
        assert len(found) == len(expected)
        for each, part in zip(found, expected, strict=True):
            same(each, part)
    elif isinstance(expected, str) and found != expected:
        assert datetime.fromisoformat(found) == datetime.fromisoformat(expected)
    else:
        assert found == expected
        assert isinstance(found, bool) is isinstance(expected, bool)
