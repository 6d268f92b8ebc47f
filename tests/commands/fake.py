"""The command with a fake middle: `api.yaml` says outright which files each build has.

    {"builds": {"alpha": {"alpha/a.py": "A = 1\n"}}, "mistake": null}

Run as a program it is the command line; imported, it offers the same to a test's own process.
"""

import hashlib
import json
import signal
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from specloom.diagnostics import Diagnostic, Span


class Woven(NamedTuple):
    build: str
    files: dict[str, str]
    digest: str
    options: tuple[tuple[str, str], ...]


class Weaving(NamedTuple):
    builds: tuple[Woven, ...]
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]


def weave(api_folders: Sequence[str], only: str | None = None) -> Weaving:
    builds: list[Woven] = []
    mistakes: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for folder in api_folders:
        path = Path(folder, "api.yaml")
        texts[str(path)] = path.read_text()
        api = json.loads(texts[str(path)])
        if api.get("mistake"):
            span = Span(str(path), 1, 1, 2)
            mistakes.append(Diagnostic(span, "SPL999", api["mistake"]))
        for build, files in api["builds"].items():
            if only in (None, build):
                digest = hashlib.sha256(json.dumps(files).encode()).hexdigest()
                options = (("release", "2026-01"), ("variant", "org"))
                builds.append(Woven(build, files, digest, options))
    if mistakes:
        return Weaving((), tuple(mistakes), texts)
    return Weaving(tuple(builds), (), texts)


def resolve_build(
    api_folders: Sequence[str], build: str
) -> tuple[str | None, tuple[Diagnostic, ...], dict[str, str]]:
    weaving = weave(api_folders, build)
    found = weaving.builds[0].build if weaving.builds else None
    return found, weaving.diagnostics, weaving.texts


def build_names(api_folders: Sequence[str]) -> tuple[tuple[str, ...], Weaving]:
    weaving = weave(api_folders)
    return tuple(build.build for build in weaving.builds), weaving


def export(api: str) -> str:
    return json.dumps({"$id": api}) + "\n"


def modules() -> dict[str, types.ModuleType]:
    """The fakes under the names of the real modules."""
    middle = types.ModuleType("specloom.weave")
    middle.__dict__.update(
        weave=weave, resolve_build=resolve_build, build_names=build_names
    )
    schema = types.ModuleType("specloom.targets.jsonschema")
    schema.__dict__.update(export=export)
    return {module.__name__: module for module in (middle, schema)}


if __name__ == "__main__":
    from specloom.cli import main

    # What runs in the background of a shell, tests too, starts with Ctrl-C ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.modules.update(modules())
    sys.exit(main())
