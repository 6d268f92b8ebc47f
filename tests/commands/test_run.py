"""The command line: calls, exit codes, and never a traceback."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from specloom import __version__
from specloom.commands.arguments import PURPOSES
from specloom.commands.export import FILES as COMMAND_FILES
from specloom.editors import FILES, editor_schema

from . import fake
from .conftest import WRONG, Project

COMMANDS = ", ".join(PURPOSES)


def test_version(project: Project) -> None:
    assert project.run("--version") == (0, f"specloom {__version__}\n", "")


@pytest.mark.parametrize("words", [["--help"], ["generate", "--help"], ["check", "-h"]])
def test_help(project: Project, words: list[str]) -> None:
    outcome = project.run(*words)
    assert outcome.code == 0
    assert outcome.out.startswith("usage: specloom")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["generat"],
        ["generate", "extra"],
        ["generate", "--bulid", "alpha"],
        ["generate", "--build"],
        ["check", "--format", "xml"],
        ["export"],
        ["export", "jsonschema"],
    ],
)
def test_a_wrong_call(project: Project, words: list[str]) -> None:
    outcome = project.run(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert "usage: specloom" in outcome.err


@pytest.mark.parametrize(
    ("words", "told", "of"),
    [
        (["generat"], "there is no command `generat`; did you mean `generate`?", ""),
        (["zzzzzz"], f"there is no command `zzzzzz` (there are {COMMANDS})", ""),
        (
            ["check", "--bulid=a"],
            "unrecognized arguments: --bulid=a; did you mean `--build`?",
            " check",
        ),
        (["matrix", "-x", "y"], "unrecognized arguments: -x", " matrix"),
        (
            ["export", "jsonschema", "--buidl", "a"],
            "the following arguments are required: --build; "
            "did you mean `--build` by `--buidl`?",
            " export jsonschema",
        ),
        (
            ["export", "jsonschema", "--build", "a", "--outpt=x"],
            "unrecognized arguments: --outpt=x; did you mean `--output`?",
            " export jsonschema",
        ),
    ],
)
def test_a_slip_in_a_call(
    project: Project, words: list[str], told: str, of: str
) -> None:
    outcome = project.run(*words)
    assert outcome.err.startswith(f"usage: specloom{of} [-h]")
    assert outcome.err.endswith(f"\nerror: {told}\n")


def test_a_slip_in_a_choice(project: Project) -> None:
    outcome = project.run("check", "--format", "jsn")
    assert outcome.code == 2
    assert outcome.err.endswith("did you mean `json`?\n")


@pytest.mark.parametrize(
    "out", ["spec", "spec/one", "./spec/../spec/one/new", "link/one/new"]
)
@pytest.mark.parametrize("command", ["generate", "check"])
def test_output_among_the_sources(project: Project, command: str, out: str) -> None:
    (project.root / "link").symlink_to("spec")
    before = sorted(project.root.rglob("*"))
    outcome = project.run(command, "--out", out)
    told = f"the output folder {out} holds the spec, or is in it: name another one"
    assert outcome == (2, "", f"error: {told} with --out\n")
    assert sorted(project.root.rglob("*")) == before


def test_output_beside_the_sources(project: Project) -> None:
    for out in ("generated", "spec/made"):
        (project.root / "spec").rename(project.root / "a spec")
        words = ("--spec", "a spec", "--out", out.replace("spec", "a spec"))
        assert project.run("generate", *words).code == 0
        assert project.run("check", *words).code == 0
        (project.root / "a spec").rename(project.root / "spec")


def test_options_before_the_command(project: Project) -> None:
    outcome = project.run("--spec", "spec", "check")
    told = "options stand behind the command: specloom check …"
    assert outcome.code == 2
    assert outcome.err.endswith(f"error: {told}\n")


@pytest.mark.parametrize(
    ("name", "hint"), [("alpa", "; did you mean `alpha`?"), ("zzzzzz", "")]
)
@pytest.mark.parametrize("command", [["generate"], ["check"], ["export", "jsonschema"]])
def test_an_unknown_build(
    project: Project, command: list[str], name: str, hint: str
) -> None:
    message = f"there is no build `{name}`{hint} (known builds: alpha, beta)"
    assert project.run(*command, "--build", name) == (2, "", f"error: {message}\n")


def test_no_spec_folder(project: Project) -> None:
    outcome = project.run("generate", "--spec", "nowhere")
    assert outcome.code == 2
    assert "looked for nowhere/*/api.yaml" in outcome.err


def test_a_spec_folder_without_an_api(project: Project) -> None:
    (project.root / "spec/one/api.yaml").unlink()
    outcome = project.run("check")
    assert outcome.err == (
        "error: there is no spec: looked for spec/api.yaml and spec/*/api.yaml\n"
    )
    assert outcome.code == 2


def test_a_misspelled_api_yaml(project: Project) -> None:
    api = project.root / "spec/one/api.yaml"
    api.rename(api.with_name("appi.yml"))
    outcome = project.run("check")
    assert outcome.err == (
        "error: there is no spec: looked for spec/api.yaml and spec/*/api.yaml; "
        "did you mean to call spec/one/appi.yml `api.yaml`?\n"
    )
    assert outcome.code == 2


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Path.mkdir, "is a folder"),
        (os.mkfifo, "is no plain file"),
        (lambda path: path.symlink_to("gone"), "is a link that leads nowhere"),
    ],
)
def test_an_api_yaml_that_is_no_file(
    project: Project, make: Callable[[Path], object], said: str
) -> None:
    path = project.root / "spec/one/api.yaml"
    path.unlink()
    make(path)
    expected = f"error: there is no spec: spec/one/api.yaml {said}\n"
    assert project.run("check") == (2, "", expected)


def test_export_jsonschema(project: Project) -> None:
    words = ["export", "jsonschema", "--build", "alpha"]
    assert project.run(*words) == (0, '{"$id": "alpha"}\n', "")
    assert project.run(*words, "-o", "schema.json") == (0, "", "")
    assert (project.root / "schema.json").read_bytes() == b'{"$id": "alpha"}\n'


def test_export_to_a_place_that_is_not_there(project: Project) -> None:
    outcome = project.run("export", "jsonschema", "--build", "alpha", "-o", "a/b.json")
    assert outcome == (2, "", "error: a/b.json: No such file or directory\n")


@pytest.mark.parametrize("call", ["write", "replace"])
def test_an_export_that_fails_leaves_what_was_there(
    project: Project, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = project.root / "api.json"
    path.write_text("old")
    (project.root / ".api.json.specloom-new").touch()  # of a run that was killed
    words = ("export", "editor-schema", "api", "-o", "api.json")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        code, out, err = project.run(*words)
    assert (code, out) == (2, "")
    assert err == "error: api.json: No space left on device\n"
    assert path.read_text() == "old"
    assert sorted(each.name for each in project.root.iterdir()) == ["api.json", "spec"]
    assert project.run(*words).code == 0
    assert path.read_text() != "old"


def test_an_export_goes_where_a_link_leads(project: Project) -> None:
    (project.root / "real.json").touch()
    (project.root / "link.json").symlink_to("real.json")
    for path in ("link.json", os.devnull):
        words = ("export", "editor-schema", "api", "-o", path)
        assert project.run(*words) == (0, "", "")
    assert (project.root / "link.json").is_symlink()
    assert (project.root / "real.json").read_text().startswith("{")


def test_export_of_a_spec_with_mistakes(project: Project) -> None:
    project.spec({"alpha": {}}, mistake="wrong")
    outcome = project.run("export", "jsonschema", "--build", "alpha")
    assert outcome == (2, "", WRONG)


@pytest.mark.parametrize("kind", ["api", "types", "resource"])
def test_export_of_what_an_editor_knows(project: Project, kind: str) -> None:
    words = ["export", "editor-schema", kind]
    assert project.run(*words) == (0, editor_schema(kind), "")
    assert project.run(*words, "-o", "schema.json") == (0, "", "")
    text = (project.root / "schema.json").read_bytes().decode()
    assert text == editor_schema(kind)


def test_export_of_no_kind_of_file(project: Project) -> None:
    outcome = project.run("export", "editor-schema", "webhooks")
    assert outcome.code == 2
    assert "'webhooks' (choose from" in outcome.err
    assert tuple(FILES) == COMMAND_FILES


def test_a_bug_is_one_line(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(sys.modules["specloom.weave"], "weave", broken)
    outcome = project.run("generate")
    assert outcome.code == 2
    assert outcome.err == (
        "error: a bug in specloom (RecursionError: too deep);"
        " SPECLOOM_TRACEBACK=1 shows where\n"
    )
    monkeypatch.setenv("SPECLOOM_TRACEBACK", "1")
    with pytest.raises(RecursionError):
        project.run("generate")


def test_ctrl_c_is_quiet(project: Project) -> None:
    interrupt = (
        "import os\ndef replace(*_): raise KeyboardInterrupt\nos.replace = replace"
    )
    process = project.start("generate", before=interrupt)
    assert process.communicate() == ("", "")
    assert process.returncode == 130
    assert not list(project.out.rglob("*.specloom-new"))


@pytest.mark.parametrize("again", [False, True], ids=["long way", "fast path"])
def test_a_broken_pipe_is_quiet(project: Project, again: bool) -> None:
    if again:
        project.run("generate")
    process = project.start("generate", before="import time; time.sleep(0.3)")
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 141
    process.stderr.close()


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="only some systems have such a device")
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_full_disk_is_one_line(project: Project, form: str) -> None:
    project.run("generate")
    for words in ([], ["--format", form], ["--format", form, "--spec", "nowhere"]):
        with FULL.open("w") as full:
            done = subprocess.run(
                [sys.executable, fake.__file__, "check", *words],
                cwd=project.root,
                env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert done.returncode == 2
        assert done.stderr.startswith("error: ")
        assert done.stderr.count("\n") == 1


def test_python_m_specloom(project: Project) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "specloom", "--version"],
        env={"PYTHONPATH": str(fake.__file__).rsplit("/tests/", 1)[0] + "/generator"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, f"specloom {__version__}\n")
