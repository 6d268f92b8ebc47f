"""What Python and JSON say apart from the names and texts in them.

In: sources. Out: a shape, which any statement, operator or argument more would change; the
texts that a source holds; its comments. The order of what stands side by side does not count:
fields are sorted by names.
"""

import ast
import io
import json
import tokenize
from collections import Counter
from typing import Any

_SIDE_BY_SIDE = (
    "body",
    "keys",
    "elts",
    "keywords",
    "kwonlyargs",
    "args",
    "names",
    "kw_defaults",
    "values",
)


def python_shape(source: str) -> int:
    """The kinds of all nodes, and how they hold one another."""
    return _node(ast.parse(source.encode()))


def _node(node: object) -> int:
    if isinstance(node, ast.Dict):
        return hash(
            (
                "Dict",
                tuple(sorted(map(_pair, zip(node.keys, node.values, strict=True)))),
            )
        )
    if isinstance(node, ast.Constant):
        return hash(("Constant", type(node.value).__name__))
    if isinstance(node, ast.AST):
        fields = (
            (name, _field(value, name in _SIDE_BY_SIDE))
            for name, value in ast.iter_fields(node)
        )
        return hash((type(node).__name__, *fields))
    if isinstance(node, str):  # a name
        return 1
    return hash((type(node).__name__, node))


def _pair(pair: tuple[object, object]) -> int:
    return hash((_node(pair[0]), _node(pair[1])))


def _field(value: object, side_by_side: bool) -> int:
    if not isinstance(value, list):
        return _node(value)
    made = [_node(each) for each in value]
    return hash(tuple(sorted(made) if side_by_side else made))


def python_texts(source: str) -> Counter[str]:
    """The texts of a source, docstrings too, without white space."""
    return Counter(
        squeezed(node.value)
        for node in ast.walk(ast.parse(source.encode()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def squeezed(text: str) -> str:
    """The text without white space: prose is wrapped."""
    return "".join(text.split())


def comments(source: str) -> list[str]:
    """All comments, those that stand behind code too."""
    tokens = tokenize.tokenize(io.BytesIO(source.encode()).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def json_shape(source: str) -> int:
    """The kinds of all values, and how they hold one another."""
    return _value(json.loads(source))


def _value(value: Any) -> int:
    if isinstance(value, dict):
        return hash(("dict", tuple(sorted(map(_value, value.values())))))
    if isinstance(value, list):
        return hash(("list", tuple(sorted(map(_value, value)))))
    return hash(type(value).__name__)
