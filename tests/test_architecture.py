"""Who may import whom, as ARCHITECTURE.md says; and that nothing of Avara is in the code."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator" / "specloom"

BASE = {"diagnostics", "names", "patterns", "formats"}
"""What every later stage may use; they import nobody but each other where said below."""

ALLOWED: dict[str, set[str]] = {
    "diagnostics": set(),
    "names": set(),
    "formats": set(),
    "patterns": set(),
    "templates_folder": set(),
    "fingerprint": {"templates_folder"},
    "ir": {"diagnostics"},
    "source": {"diagnostics"},
    "spec": {"source", "diagnostics", "names", "formats"},
    "resolve": {"spec", "source", "ir", *BASE},
    "targets": {"ir", "templates_folder", *BASE},
    "weave": {
        "spec",
        "source",
        "resolve",
        "targets",
        "ir",
        "diagnostics",
        "fingerprint",
    },
    "editors": {"spec", "names"},
    "lookup": {"weave", "spec", "source", "resolve", "ir", "diagnostics", "names"},
    "output": {"fingerprint", "templates_folder"},
    "reports": {"output", "diagnostics"},
    "mutate": {"targets", "ir", *BASE},
    "starter": {"names", "editors", "templates_folder"},
    "commands": {
        "starter",
        "editors",
        "lookup",
        "mutate",
        "reports",
        "weave",
        "output",
        "targets",
        "ir",
        "diagnostics",
        "fingerprint",
    },
    "cli": {"commands", "fingerprint"},
    "__main__": {"cli"},
    "__init__": set(),
    "runtime": set(),
}
"""Each part and the parts that it may import, beside itself."""


def parts() -> list[Path]:
    """Every module of the generator."""
    return sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    """`resolve` for resolve/view.py, `names` for names.py."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The parts of specloom that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            module = node.module or ""
            names = [module]
            if module == "specloom":
                names = [f"specloom.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("specloom.")}
    return found - {"__version__"}


@pytest.mark.parametrize(
    "path", parts(), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_imports_point_one_way(path: Path) -> None:
    part = part_of(path)
    forbidden = imported(path) - ALLOWED[part] - {part}
    assert not forbidden, f"{part} must not import {sorted(forbidden)}"


def test_every_part_is_in_the_table() -> None:
    assert {part_of(path) for path in parts()} == set(ALLOWED)


def test_targets_do_not_see_each_other() -> None:
    for path in (PACKAGE / "targets" / "jsonschema").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "specloom.targets.python" not in text, path


def test_the_generator_knows_nothing_of_avara() -> None:
    files = [*parts(), *(ROOT / "templates").rglob("*.jinja")]
    told = [
        str(path)
        for path in files
        if "avara" in path.read_text(encoding="utf-8").lower()
    ]
    assert not told


def test_architecture_names_every_part() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    missing = [
        part for part in ALLOWED if not part.startswith("__") and f"`{part}" not in text
    ]
    assert not missing
