"""Every place of a spec where a text stands, and the spec with another text there.

In: a spec's files. Out: places, found by walking every scalar, keys and values; and the files
anew. What each place means is not known here.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Mode: TypeAlias = Literal["instead", "inside"]


class Place(NamedTuple):
    """A scalar of a file."""

    file: str
    path: tuple[int, ...]  # which child of each node on the way; keys are the even ones
    title: str  # for people
    text: str


def read_spec(folder: Path) -> dict[str, str]:
    """The files of a spec, by their path below its folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }


def places_of(files: dict[str, str]) -> list[Place]:
    """All places, in the order of the files."""
    found = []
    for file, text in files.items():
        found += [Place(file, *each) for each in _walk(_tree(text), (), file)]
    return found


def _tree(text: str) -> Node:
    node = yaml.compose(text, yaml.CBaseLoader)
    assert node is not None
    return node


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [each for pair in node.value for each in pair]
    return list(node.value) if isinstance(node, SequenceNode) else []


def _walk(
    node: Node, path: tuple[int, ...], title: str
) -> Iterator[tuple[tuple[int, ...], str, str]]:
    if isinstance(node, ScalarNode):
        yield path, title, node.value
    children = _children(node)
    for at, child in enumerate(children):
        step = f"[{at}]"
        if isinstance(node, MappingNode):
            key = children[at - at % 2].value
            step = f"key {key}" if at % 2 == 0 else str(key)
        yield from _walk(child, (*path, at), f"{title}/{step}")


def changed(
    files: dict[str, str], places: Iterable[Place], text: str, mode: Mode
) -> dict[str, str]:
    """The spec with a text in the place of those that stand there, or inside them."""
    made = dict(files)
    trees: dict[str, Node] = {}
    for place in places:
        tree = trees.setdefault(place.file, _tree(files[place.file]))
        node = tree
        for at in place.path:
            node = _children(node)[at]
        middle = len(place.text) // 2
        before = place.text[:middle]
        if before.rfind("<") > before.rfind(">"):  # not inside a word of the language
            middle = before.rfind("<")
        node.value = text
        if mode == "inside":
            node.value = place.text[:middle] + text + place.text[middle:]
        assert isinstance(node, ScalarNode)
        node.style = '"'
    for file, tree in trees.items():
        made[file] = yaml.serialize(tree, Dumper=yaml.BaseDumper, width=1 << 30)
    return made


def write_spec(files: dict[str, str], folder: Path) -> None:
    """Writes a spec; files that say the same already are left."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = text.encode("utf-8", "surrogatepass")
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
