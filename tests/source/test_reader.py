"""The YAML reader: a folder of `cases` per idea, and bytes that nobody would write.

A case holds `spec.yaml`, or `bytes.txt` for what an editor would spoil: a bytes literal per
line, with ` * N` behind it to repeat it. `expected.txt` is what the user sees, and the tree.
`SPECLOOM_REGEN=1` writes it anew.
"""

import ast
import gc
import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from specloom.diagnostics import Diagnostics, Rule, rules
from specloom.diagnostics.lines import lines_of
from specloom.diagnostics.render import render_text
from specloom.source import Entry, Mapping, Node, Scalar, Sequence, Source, builder
from specloom.source import read_source as read

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())
PURE = yaml.BaseLoader

# Where PyYAML's own parser, used when libyaml is missing, reads another YAML.
LIBRARIES_DISAGREE = {
    "directive",  # an unknown one is skipped
    "escape-no-character",  # taken; the builder says so
    "many-mistakes",  # `?` in braces ends the file
    "question-in-braces",
    "tab-between-is-fine",  # it is not
}


def read_case(name: str, folder: Path) -> tuple[Source, Diagnostics]:
    path = CASES / name / "spec.yaml"
    recipe = CASES / name / "bytes.txt"
    if recipe.exists():
        path = folder / "spec.yaml"
        path.write_bytes(b"".join(map(cooked, recipe.read_text().splitlines())))
    diagnostics = Diagnostics()
    return read(str(path), "spec.yaml", diagnostics), diagnostics


def cooked(line: str) -> bytes:
    literal, _, count = line.partition(" * ")
    data = ast.literal_eval(literal)
    assert isinstance(data, bytes)
    return data * int(count or 1)


def read_bytes(data: bytes, folder: Path) -> tuple[Source, Diagnostics]:
    path = folder / "any.yaml"
    path.write_bytes(data)
    diagnostics = Diagnostics()
    return read(str(path), "any.yaml", diagnostics), diagnostics


def dump(node: Node, depth: int = 0, name: str = "") -> list[str]:
    """A line per node: its span, what it is."""
    span = node.span
    place = f"{span.line}:{span.column}-{span.end}"
    head = f"{place:<10} {'  ' * depth}{name}"
    if isinstance(node, Scalar):
        return [f"{head}{'plain' if node.plain else 'quoted'} {node.text!a}"]
    if isinstance(node, Sequence):
        lines = [f"{head}sequence"]
        for item in node.items:
            lines += dump(item, depth + 1)
        return lines
    lines = [f"{head}{'flow' if node.flow else 'block'} mapping"]
    for key, value in node.entries:
        lines += dump(key, depth + 1, "key ")
        lines += dump(value, depth + 2)
    return lines


def plain(node: Node) -> object:
    """The tree as PyYAML's BaseLoader would give it."""
    match node:
        case Scalar(_, text, _):
            return text
        case Sequence(_, items):
            return [plain(item) for item in items]
        case Mapping(_, entries, _):
            return {entry.key.text: plain(entry.value) for entry in entries}


def nodes(node: Node) -> list[Node]:
    """The node and all below it."""
    match node:
        case Scalar():
            return [node]
        case Sequence(_, items):
            return [node, *(below for item in items for below in nodes(item))]
        case Mapping(_, entries, _):
            both = [part for entry in entries for part in entry]
            return [node, *(below for part in both for below in nodes(part))]


@pytest.mark.parametrize("name", NAMES)
def test_what_the_user_sees(name: str, tmp_path: Path) -> None:
    source, diagnostics = read_case(name, tmp_path)
    assert diagnostics or source.root, "nothing was read, and nobody is told why"
    parts = []
    if diagnostics:
        parts.append(render_text(diagnostics.sorted(), {source.file: source.text}))
    if source.root:
        parts.append("\n".join(dump(source.root)) + "\n")
    actual = "\n".join(parts)
    expected = CASES / name / "expected.txt"
    if os.environ.get("SPECLOOM_REGEN"):
        expected.write_bytes(actual.encode())
    assert actual == expected.read_bytes().decode()


def test_there_is_a_case_for_each_rule() -> None:
    shown = "".join(
        (CASES / name / "expected.txt").read_text(encoding="utf-8") for name in NAMES
    )
    codes = [rule.code for rule in vars(rules).values() if isinstance(rule, Rule)]
    mine = {code for code in codes if code.startswith("SPL0")}
    missing = {code for code in mine if f"error[{code}]" not in shown}
    assert missing == {rules.FILE_UNREADABLE.code}  # below, as it needs a broken disk


@pytest.mark.parametrize("name", sorted(set(NAMES) - LIBRARIES_DISAGREE))
def test_without_libyaml(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, diagnostics = read_case(name, tmp_path)
    monkeypatch.setattr(builder, "_Parser", PURE)
    slow_source, slow_diagnostics = read_case(name, tmp_path)
    assert slow_source == source
    codes = [one.code for one in diagnostics.sorted()]
    assert [one.code for one in slow_diagnostics.sorted()] == codes


def test_a_file_that_can_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    diagnostics = Diagnostics()
    source = read(str(tmp_path / "a.yaml"), "a.yaml", diagnostics)
    (one,) = diagnostics.sorted()
    assert source == Source("a.yaml", "", None)
    assert one.code == rules.FILE_UNREADABLE.code
    assert one.message == "the file can't be read: Permission denied"


@pytest.mark.parametrize("path", ["a\0b", __file__ + "/below"])
def test_a_path_that_can_not_be(path: str) -> None:
    diagnostics = Diagnostics()
    assert read(path, "a.yaml", diagnostics).root is None
    assert len(diagnostics.sorted()) == 1


@pytest.mark.parametrize("data", [b"a: 1\n", b"a: [\n"])
def test_the_collector_is_left_as_it_was(data: bytes, tmp_path: Path) -> None:
    was = gc.isenabled()
    try:
        gc.enable()
        read_bytes(data, tmp_path)
        assert gc.isenabled()
        gc.disable()
        read_bytes(data, tmp_path)
        assert not gc.isenabled()
    finally:
        if was:
            gc.enable()


BITS = [
    *("a", "b: ", "c:\n", "- ", "? ", ": ", "\n", "\n  ", "\n    ", " ", "\t", "\r\n"),
    *("{", "}", "[", "]", ",", "'", '"', "&a ", "*a", "!t ", "|\n", ">-\n", "#", " #"),
    *(" -- ", "---\n", "...\n", "%Y", "<<: ", "@", "`", "\\", "\\ud800", "\\U00110000"),
    *("é", "漢", "\U0001f600", "\u2028", "\x85", "\ufeff", "\0", "x" * 1100, "list["),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reader")


@pytest.mark.parametrize("parser", [builder._Parser, PURE])
@settings(deadline=None)
@given(bits=st.lists(st.sampled_from(BITS), max_size=30))
def test_any_text_gives_a_tree_or_a_diagnostic(
    parser: object, bits: list[str], folder: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builder, "_Parser", parser)
        source, diagnostics = read_bytes("".join(bits).encode(), folder)
    sane(source, diagnostics)


@settings(deadline=None)
@given(data=st.binary(max_size=60))
def test_any_bytes_give_a_tree_or_a_diagnostic(data: bytes, folder: Path) -> None:
    sane(*read_bytes(data, folder))


def sane(source: Source, diagnostics: Diagnostics) -> None:
    """What holds for every file, however broken."""
    assert diagnostics or source.root
    lines = lines_of(source.text)
    found = diagnostics.sorted()
    spans = [one.span for one in found]
    if source.root:
        spans += [node.span for node in nodes(source.root)]
    for span in spans:
        assert 1 <= span.line <= len(lines)
        assert 1 <= span.column <= span.end <= len(lines[span.line - 1]) + 2
    assert (
        render_text(found, {source.file: source.text}).replace("\n", "").isprintable()
    )
    if source.root and not found:
        assert plain(source.root) == yaml.load(source.text, builder._Parser)
        check_plain_text(source.root, lines)


def check_plain_text(root: Mapping, lines: list[str]) -> None:
    """A scalar without quotes stands in the file where its span says."""
    for node in nodes(root):
        if isinstance(node, Scalar) and node.plain:
            line = lines[node.span.line - 1]
            shown = line[node.span.column - 1 : node.span.end - 1]
            assert node.text.startswith(shown)
            assert shown or not node.text


def test_an_entry_is_a_key_and_a_value(tmp_path: Path) -> None:
    source, _ = read_bytes(b"a: b\n", tmp_path)
    assert source.root
    assert [type(entry) for entry in source.root.entries] == [Entry]
