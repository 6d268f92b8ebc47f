"""The project to begin with: its spec is woven as it stands, and takes any name."""

import json
import posixpath
import re
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest
import yaml
from specloom.diagnostics.render import render_text
from specloom.starter import (
    KINDS,
    NAME,
    Requirement,
    api_name,
    is_api_name,
    project_files,
)
from specloom.weave import weave

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "generator" / "specloom" / "starter" / "project"
PIN = Requirement("specloom==1.2.3", anywhere=True)


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """The project of an API called `tea_house`."""
    found = project_files("tea_house", PIN)
    return {path: content.decode() for path, content in found.items()}


def test_the_folder_is_a_spec_that_can_be_woven() -> None:
    woven = weave([str(PROJECT / "spec" / NAME)])
    assert not woven.diagnostics, render_text(woven.diagnostics, woven.texts)
    assert {build.build for build in woven.builds} == {"starter_cafe", "starter_home"}
    variants = {build.resolved.api.variant for build in woven.builds}
    releases = {build.resolved.api.release for build in woven.builds}
    assert (len(variants), len(releases)) == (2, 2)


def test_it_shows_what_the_language_is_about() -> None:
    texts = [path.read_text("utf-8") for path in PROJECT.rglob("*.yaml")]
    spec = "\n".join(texts)
    for idea in (
        r"<buyer>_id: <Buyer>Id",  # a word
        r"\? @cafe: ",  # a mark of a variant
        r"\? \+2026-07: ",  # and of a release
        r"\{id: ",
        r"enum:",
        r"string\(1\.\.",  # limits
        r"integer\(",
        r"list\[\w+\]\(",
        r"\| null",
    ):
        assert re.search(idea, spec), idea


def test_the_name_is_everywhere(files: dict[str, str]) -> None:
    assert not [path for path in files if NAME in path.lower()]
    assert not [path for path, text in files.items() if NAME in text.lower()]
    api = files["spec/tea_house/api.yaml"]
    assert "\nname: tea_house\n" in api
    assert "env: TEA_HOUSE_API_KEY" in api
    assert "\n  tea_house_cafe: {variant: cafe" in api


def test_only_names_were_replaced(files: dict[str, str]) -> None:
    for path in PROJECT.rglob("*"):
        if path.is_file() and path.name != "requirements.txt":
            place = path.relative_to(PROJECT).as_posix().replace(NAME, "tea_house")
            text = (
                files[place].replace("tea_house", NAME).replace("TEA_HOUSE", "STARTER")
            )
            assert text == path.read_text("utf-8")


def test_every_spec_file_leads_editors_to_its_schema(files: dict[str, str]) -> None:
    specs = [path for path in files if path.endswith(".yaml") and path[0] != "."]
    assert len(specs) == 4
    for path in specs:
        first, second = files[path].splitlines()[:2]
        place = first.removeprefix("# yaml-language-server: $schema=")
        assert second == f"# $schema: {place}"
        kind = Path(path).stem if Path(path).stem in KINDS else "resource"
        schema = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
        assert schema == f"spec/.editor/{kind}.schema.json"
        assert schema in files


def test_editors_find_nothing_wrong(files: dict[str, str]) -> None:
    for path, text in files.items():
        if path.endswith(".yaml") and path[0] != ".":
            kind = Path(path).stem if Path(path).stem in KINDS else "resource"
            schema = json.loads(files[f"spec/.editor/{kind}.schema.json"])
            mistakes = jsonschema_rs.validator_for(schema).iter_errors(
                yaml.safe_load(text)
            )
            assert not [str(mistake) for mistake in mistakes], path


def test_its_yaml_is_what_other_tools_read(files: dict[str, str]) -> None:
    workflow = yaml.safe_load(files[".github/workflows/specloom.yml"])
    steps = [step.get("run") for step in workflow["jobs"]["packages"]["steps"]]
    assert "make check FORMAT=github" in steps
    assert "make test" in steps
    hooks = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    assert [hook["id"] for hook in hooks] == ["specloom-check"]


def test_the_pins_are_those_that_specloom_is_tested_with(files: dict[str, str]) -> None:
    ours = (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines()
    theirs = files["requirements.txt"].splitlines()
    assert theirs[1] == "specloom==1.2.3"
    for line in theirs[2:]:
        assert line in ours


def test_a_specloom_that_others_can_not_reach_is_told() -> None:
    pin = Requirement("-e file:///home/me/specloom", anywhere=False)
    text = project_files("a", pin)["requirements.txt"].decode()
    lines = text.splitlines()
    assert lines[3] == pin.line
    assert "Other machines" in lines[1]


def test_what_a_project_above_says_to_pytest_is_not_heard(
    tmp_path: Path, files: dict[str, str]
) -> None:
    above = (
        '[tool.pytest.ini_options]\naddopts = "--odd"\npython_files = "check_*.py"\n'
    )
    (tmp_path / "pyproject.toml").write_text(above)
    project = tmp_path / "tea_house"
    (project / "generated").mkdir(parents=True)
    (project / "pytest.ini").write_text(files["pytest.ini"])
    (project / "generated" / "test_it.py").write_text("def test_it(): pass\n")
    words = [sys.executable, "-m", "pytest", "-q", "generated"]
    assert " ".join(words[2:]) in files["Makefile"]
    done = subprocess.run(words, cwd=project, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1].startswith("1 passed"), done.stderr


def test_the_readme_is_short(files: dict[str, str]) -> None:
    assert files["README.md"].count("\n") <= 10


def test_lines_stay_in_bounds() -> None:
    for path in PROJECT.rglob("*"):
        if path.is_file():
            for line in path.read_text("utf-8").splitlines():
                assert len(line) <= 100, (path, line)
                assert line == line.rstrip(), (path, line)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("bakery", "bakery"),
        ("My Bakery", "my_bakery"),
        ("MyBakery-v2", "my_bakery_v2"),
        ("Bäckerei", "backerei"),
        ("2026-shop", "api_2026_shop"),
        ("パン屋", "my_api"),
        ("パン屋 shop", "shop"),
        ("", "my_api"),
        ("...", "my_api"),
        ("__x__", "x"),
        ("a\nb; rm -rf /", "a_b_rm_rf"),
        ("{{ 1 }}", "api_1"),
    ],
)
def test_a_folder_gives_a_name(folder: str, name: str) -> None:
    assert api_name(folder) == name
    assert is_api_name(name)


@pytest.mark.parametrize(
    "text", ["", "A", "1a", "a b", "a-b", "a__b", "_a", "a_", "a\n", "../a", "é", "a/b"]
)
def test_what_is_no_name(text: str) -> None:
    assert not is_api_name(text)
