"""What goes where: formats, streams, exit codes and colours of the commands."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from . import fake
from .conftest import SMALL, Outcome, Project

SCHEMA = Path(__file__).parents[1] / "reports/sarif-2.1.0.schema.json"
SARIF = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")))
COMMANDS = pytest.mark.parametrize("command", ["generate", "check"])


def as_json(outcome: Outcome) -> Any:
    """The document on standard output, which knows the exit code."""
    document = json.loads(outcome.out)
    assert document["version"] == 1
    assert document["exit_code"] == outcome.code
    return document


def as_sarif(outcome: Outcome) -> Any:
    """The run of the log on standard output, which knows the exit code."""
    log = json.loads(outcome.out)
    SARIF.validate(log)
    (run,) = log["runs"]
    assert run["invocations"][0]["exitCode"] == outcome.code
    return run


def test_all_is_well(project: Project) -> None:
    done = project.run("generate", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert as_json(done)["said"] == ["alpha: 2 written", "beta: 2 written"]
    for command, said in [
        ("generate", "Nothing changed: 2 builds, 4 files."),
        ("check", "Up to date: 2 builds, 4 files."),
    ]:
        document = as_json(project.run(command, "--format=json"))
        assert document == {
            "version": 1,
            "command": command,
            "exit_code": 0,
            "mistakes": [],
            "findings": [],
            "mend": None,
            "refused": None,
            "said": [said],
        }
        assert as_sarif(project.run(command, "--format", "sarif"))["results"] == []
        for form in ("text", "github"):
            outcome = project.run(command, "--format", form)
            assert outcome == (0, f"{said}\n", "")
            assert outcome == project.run(command)  # from digests


def test_a_long_way_and_a_short_one_say_the_same(project: Project) -> None:
    project.run("generate")
    first = project.run("check", "--format", "json")
    assert first == project.run("check", "--format", "json")
    project.run("check")
    assert first == project.run("check", "--format", "json")


def test_findings(project: Project) -> None:
    project.run("generate")
    (project.out / "beta/beta/c.py").unlink()
    words = ["--out", "generated/"]
    outcome = project.run("check", "--format", "json", *words)
    assert (outcome.code, outcome.err) == (1, "")
    document = as_json(outcome)
    path = "generated/beta/beta/c.py"
    assert document["findings"] == [{"kind": "missing", "path": path, "note": None}]
    assert document["mend"] == "specloom generate --out generated/"
    outcome = project.run("check", "--format", "sarif")
    assert (outcome.code, outcome.err) == (1, "")
    (result,) = as_sarif(outcome)["results"]
    assert result["ruleId"] == "missing"
    assert project.run("check", "--format", "github") == (
        1,
        f"::error file={path}::missing, to mend: specloom generate\n",
        "",
    )
    assert project.run("check", "--format", "text") == project.run("check")


def test_what_generate_does_not_mend_has_no_mending_command(project: Project) -> None:
    project.run("generate")
    (project.out / "alpha/notes.txt").touch()
    assert as_json(project.run("check", "--format", "json"))["mend"] is None


@COMMANDS
def test_mistakes(project: Project, command: str) -> None:
    project.spec({"alpha": {}}, mistake="`x` is wrong")
    outcome = project.run(command, "--format", "json")
    assert (outcome.code, outcome.err) == (2, "")
    document = as_json(outcome)
    assert document["command"] == command
    assert document["refused"] is None
    assert document["mistakes"] == [
        {
            "code": "SPL999",
            "message": "`x` is wrong",
            "hint": None,
            "file": "spec/one/api.yaml",
            "line": 1,
            "column": 1,
            "end_column": 2,
            "related": [],
        }
    ]
    outcome = project.run(command, "--format", "sarif")
    assert (outcome.code, outcome.err) == (2, "")
    (result,) = as_sarif(outcome)["results"]
    assert result["ruleId"] == "SPL999"
    assert project.run(command, "--format", "github") == (
        2,
        "::error file=spec/one/api.yaml,line=1,col=1,endColumn=2,title=SPL999::"
        "`x` is wrong\n",
        "",
    )
    text = project.run(command, "--format", "text")
    assert (text.code, text.out) == (2, "")
    assert text == project.run(command)


def test_paths_start_at_the_top_of_the_checkout(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.spec({"alpha": {}}, mistake="x")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.root.parent))
    path = f"{project.root.name}/spec/one/api.yaml"
    assert f" file={path}," in project.run("check", "--format", "github").out
    (result,) = as_sarif(project.run("check", "--format", "sarif"))["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": path, "uriBaseId": "%SRCROOT%"}


REFUSALS = {
    "the call": (["--bulid", "x"], "unrecognized arguments: --bulid x"),
    "no value": (["--build"], "argument --build: expected one argument"),
    "the build": (
        ["--build", "alpa"],
        "there is no build `alpa`; did you mean `alpha`?",
    ),
    "the spec folder": (["--spec", "nowhere"], "there is no spec: looked for nowhere/"),
    "the disk": (["--out", "a file"], "a file is not a folder"),
}


@COMMANDS
@pytest.mark.parametrize("what", REFUSALS)
def test_a_refusal_is_in_the_document_and_on_standard_error(
    project: Project, command: str, what: str
) -> None:
    words, told = REFUSALS[what]
    (project.root / "a file").touch()
    outcome = project.run(command, "--format", "json", *words)
    assert as_json(outcome)["refused"].startswith(told)
    assert outcome.code == 2
    assert f"error: {told}" in outcome.err
    outcome = project.run(command, *words, "--format=sarif")
    (invocation,) = as_sarif(outcome)["invocations"]
    assert not invocation["executionSuccessful"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith(told)
    assert f"error: {told}" in outcome.err
    outcome = project.run(command, "--format", "github", *words)
    assert outcome.code == 2
    assert outcome.out.startswith(f"::error title=specloom::{told}")
    assert outcome.out.count("\n") == 1


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_a_document_from_a_folder_that_is_gone(
    project: Project, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.spec(SMALL, mistake="wrong")
    gone = project.root / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    folders = (f"--spec={project.root / 'spec'}", f"--out={project.out}")
    code, out, _ = project.run("check", "--format", form, *folders)
    assert code == 2
    assert "SPL999" in out


def test_a_bug_is_in_the_document(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RecursionError("too\ndeep")

    monkeypatch.setattr(sys.modules["specloom.weave"], "weave", broken)
    document = as_json(project.run("check", "--format", "json"))
    assert "a bug in specloom (RecursionError: too\ndeep)" in document["refused"]
    outcome = project.run("check", "--format", "github")
    assert outcome.out.startswith("::error title=specloom::a bug in specloom (Rec")
    assert "too%0Adeep" in outcome.out


@pytest.mark.parametrize("words", [["--format", "xml"], ["--format"], ["--format="]])
def test_a_format_that_nobody_knows(project: Project, words: list[str]) -> None:
    outcome = project.run("check", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert "argument --format: " in outcome.err


def test_only_what_reports_has_a_format(project: Project) -> None:
    words = ["export", "jsonschema", "--build", "alpha", "--format", "json"]
    outcome = project.run(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert "unrecognized arguments: --format json" in outcome.err


def test_other_commands_tell_mistakes_the_same_way(project: Project) -> None:
    project.spec({"alpha": {}}, mistake="wrong")
    told = project.run("check")
    assert project.run("mutate", "--build", "alpha") == told
    assert project.run("export", "jsonschema", "--build", "alpha") == told


HOSTILE = "a\x1b[2J\n::error::x\u202e.py"


def test_a_hostile_name_is_shown_by_numbers(project: Project) -> None:
    project.run("generate")
    (project.out / "alpha" / HOSTILE).touch()
    visible = "a<U+001B>[2J<U+000A>::error::x<U+202E>.py"
    out = project.run("check").out
    assert out.startswith(
        f"extra:            generated/alpha/{visible}\n\n1 finding.\n"
    )
    (finding,) = as_json(project.run("check", "--format", "json"))["findings"]
    assert finding["path"] == f"generated/alpha/{HOSTILE}"
    (result,) = as_sarif(project.run("check", "--format", "sarif"))["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"].startswith("generated/alpha/a%1B%5B2J%0A%3A%3Aerror")
    lines = project.run("check", "--format", "github").out.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("::error file=generated/alpha/a<U+001B>[2J%0A%3A%3Aerr")


def test_a_hostile_call_is_shown_by_numbers(project: Project) -> None:
    for words in (
        ["--build", HOSTILE],
        ["--spec", HOSTILE],
        [HOSTILE],
        ["--out", f"spec/one/api.yaml/{HOSTILE}"],
        [f"--{HOSTILE}"],
    ):
        outcome = project.run("generate", *words)
        assert outcome.code == 2
        for line in outcome.err.split("\n"):
            assert line.isprintable()


def run(
    project: Project, *words: str, **environ: str
) -> "subprocess.CompletedProcess[bytes]":
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, fake.__file__, *words],
        cwd=project.root,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path)} | environ,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_encoding_will_do(project: Project, encoding: str) -> None:
    project.spec({"alpha": {}}, mistake="é 漢 \ud800")
    words = {"PYTHONIOENCODING": f"{encoding}:strict"}
    text = run(project, "check", **words)
    assert text.returncode == 2
    assert b"error[SPL999]: " in text.stderr
    for form in ("json", "sarif"):
        done = run(project, "check", "--format", form, **words)
        assert (done.returncode, done.stderr) == (2, b"")
        assert "é 漢 \ufffd" in json.dumps(json.loads(done.stdout), ensure_ascii=False)
    done = run(project, "check", "--format", "github", **words)
    assert (done.returncode, done.stderr) == (2, b"")
    assert done.stdout.decode("utf-8").endswith("::é 漢 <U+D800>\n")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text(project: Project) -> None:
    project.run("generate")
    (project.out / "alpha" / os.fsdecode(b"\xff.py")).touch()
    done = run(project, "check")
    assert b"generated/alpha/<U+DCFF>.py" in done.stdout
    done = run(project, "check", "--format", "json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["path"] == "generated/alpha/\ufffd.py"
    done = run(project, "check", "--format", "sarif")
    assert b'"uri": "generated/alpha/%FF.py"' in done.stdout
    done = run(project, "check", "--format", "github")
    assert done.stdout.startswith(b"::error file=generated/alpha/<U+DCFF>.py::extra")


MAIN = "import sys; from specloom.cli import main; sys.exit(main())"


def on_a_terminal(project: Project, *words: str, **environ: str) -> str:
    """What a person would see of the real command, as it is written to a terminal."""
    pty = pytest.importorskip("pty")
    here, there = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, *words],
        cwd=project.root,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path)}
        | {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
        | environ,
        stdout=there,
        stderr=there,
    )
    os.close(there)
    seen = b""
    while True:
        try:
            more = os.read(here, 4096)
        except OSError:  # Linux's way of saying that nobody writes any more
            break
        if not more:
            break
        seen += more
    os.close(here)
    assert process.wait() == 2
    return seen.decode().replace("\r\n", "\n")


@pytest.fixture
def wrong(project: Project) -> Project:
    """A real spec with a mistake."""
    (project.root / "spec/one/api.yaml").write_text("specloom: 1\nnam: shop\n")
    return project


def plain(text: str) -> str:
    """The text without its colours."""
    return re.sub("\x1b\\[[0-9;]*m", "", text)


def test_colours_on_a_terminal(wrong: Project) -> None:
    seen = on_a_terminal(wrong, "check")
    assert "\x1b[1;31merror[SPL101]\x1b[0m\x1b[1m: " in seen
    assert "\x1b[1;34m2 |\x1b[0m nam: shop" in seen
    without = on_a_terminal(wrong, "check", "--color", "never")
    assert "\x1b" not in without
    assert without == plain(seen)
    assert on_a_terminal(wrong, "check", NO_COLOR="1") == without
    assert on_a_terminal(wrong, "check", TERM="dumb") == without
    assert on_a_terminal(wrong, "generate", "--color=always", NO_COLOR="1") == seen


def test_colours_in_a_pipe(project: Project) -> None:
    project.run("generate")
    (project.out / "alpha/notes.txt").touch()
    usual = run(project, "check")
    assert b"\x1b" not in usual.stdout
    for forced in (
        run(project, "check", "--color", "always"),
        run(project, "check", FORCE_COLOR="1"),
        run(project, "check", CLICOLOR_FORCE="1"),
    ):
        assert forced.stdout.startswith(b"\x1b[1;33mextra:\x1b[0m")
        assert plain(forced.stdout.decode()) == usual.stdout.decode()


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_documents_have_no_colours(project: Project, form: str) -> None:
    project.run("generate")
    (project.out / "alpha/notes.txt").touch()
    words = ["check", "--format", form, "--color", "always"]
    assert b"\x1b" not in run(project, *words, FORCE_COLOR="1").stdout


def test_every_command_that_shows_mistakes_takes_color(project: Project) -> None:
    project.spec(SMALL, mistake="wrong")
    for words in (
        ["generate"],
        ["check"],
        ["mutate", "--build", "alpha"],
        ["export", "jsonschema", "--build", "alpha"],
    ):
        assert project.run(*words, "--color", "never").err == project.run(*words).err
