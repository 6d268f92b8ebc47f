"""Trees of YAML as an editor sees them, and as text again.

An editor reads scalars without quotes by YAML 1.2's core schema; Specloom keeps their text.
"""

import json
import re
from typing import Any

from specloom.diagnostics import Diagnostics
from specloom.source import Mapping, Node, Scalar, Sequence, read_source

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def tree_of(path: str, diagnostics: Diagnostics | None = None) -> Mapping | None:
    """The tree of a file; None if it has none."""
    told = (
        Diagnostics() if diagnostics is None else diagnostics
    )  # an empty one is false
    return read_source(path, path, told).root


def as_json(node: Node) -> Any:
    """What an editor validates."""
    if isinstance(node, Mapping):
        return {entry.key.text: as_json(entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return [as_json(item) for item in node.items]
    return _plain(node.text) if node.plain else node.text


def _plain(text: str) -> Any:
    """YAML 1.2.2, 10.3.2."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def as_yaml(node: Mapping) -> str:
    """The tree as a file, in block style."""
    return "\n".join(_lines(node) or ["{}"]) + "\n"


def _lines(node: Node) -> list[str]:
    if isinstance(node, Mapping):
        heads = [_scalar(entry.key) + ":" for entry in node.entries]
        values = [entry.value for entry in node.entries]
    elif isinstance(node, Sequence):
        heads, values = ["-"] * len(node.items), list(node.items)
    else:
        return [_scalar(node)]
    lines = []
    for head, value in zip(heads, values, strict=True):
        inner = _lines(value)
        if isinstance(value, Scalar) or not inner:
            empty = "{}" if isinstance(value, Mapping) else "[]"
            lines.append(f"{head} {inner[0] if inner else empty}".rstrip())
        else:
            lines += [head, *("  " + line for line in inner)]
    return lines


def _scalar(scalar: Scalar) -> str:
    return scalar.text if scalar.plain else json.dumps(scalar.text, ensure_ascii=False)
