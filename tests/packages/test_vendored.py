"""A package that is copied anywhere works there, with pydantic and nothing else."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from .weaving import ROOT, run, run_tests

NEEDED = (
    "annotated_types",
    "pydantic",
    "pydantic_core",
    "typing_extensions",
    "typing_inspection",
)
"""pydantic, and what its wheels need."""

USED = """
import sys

sys.path[:0] = [sys.argv[1], "."]
from thirdparty.avara_org import ValidationError
from thirdparty.avara_org.auto_scribe import studies

request = studies.create(
    severity="high",
    study_description="CT",
    study_instance_uid="1.2.3",
    report_metadata={"height": {"unit": "cm", "value": 170}},
)
print(request.method, request.url())
print(request.content.decode())
print(request.to_curl().split()[0])
try:
    request.parse(b"{}")
except ValidationError as error:
    print(len(error.mistakes), "mistakes")
outside = [
    name
    for name, module in sys.modules.items()
    if (file := getattr(module, "__file__", None) or "")
    and not file.startswith((sys.argv[1], sys.prefix, sys.base_prefix))
    and name not in ("__main__",)
    and not name.startswith("thirdparty")
]
print(outside, [name for name in ("specloom", "hypothesis", "pytest") if name in sys.modules])
for name in ("specloom", "hypothesis", "pytest", "yaml", "jinja2"):
    try:
        __import__(name)
    except ModuleNotFoundError:
        continue
    print("there is", name)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty project with a package below `thirdparty/`."""
    folder = tmp_path_factory.mktemp("vendored")
    package = ROOT / "generated" / "avara_org" / "avara_org"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(package, folder / "thirdparty" / "avara_org", ignore=ignored)
    return folder


@pytest.fixture(scope="module")
def only_pydantic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds pydantic as installed, and no other package.

    With `-I -S` the interpreter looks at nothing else: not at this environment's packages, not
    at variables, not at the current folder. That is a new environment without its seconds.
    """
    folder = tmp_path_factory.mktemp("only_pydantic")
    for name in NEEDED:
        spec = importlib.util.find_spec(name)
        assert spec is not None and spec.origin is not None
        found = Path(spec.origin)
        if found.name == "__init__.py":
            (folder / name).symlink_to(found.parent, target_is_directory=True)
        else:
            (folder / found.name).symlink_to(found)
    return folder


def test_it_needs_pydantic_and_nothing_else(project: Path, only_pydantic: Path) -> None:
    ran = run(project, "-I", "-S", "-W", "error", "-c", USED, str(only_pydantic))
    assert ran.out.splitlines() == [
        "POST https://api.avarasoftware.com/v1/autoScribe/studies",
        '{"reportMetadata":{"height":{"unit":"cm","value":170}},"severity":"high",'
        '"studyDescription":"CT","studyInstanceUid":"1.2.3"}',
        "curl",
        "10 mistakes",
        "[] []",
    ]
    assert ran.code == 0


def test_its_tests_pass_there(project: Path) -> None:
    """With pytest and hypothesis; the other variant's package is not there to compare with."""
    ran = run_tests(project, examples=5)
    assert ran.code == 0, ran.out[-3000:]
    assert "skipped" not in ran.out
    assert "thirdparty" not in run(project, "-c", "import sys; print(sys.path)").out
