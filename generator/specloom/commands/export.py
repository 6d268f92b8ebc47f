"""`specloom export jsonschema`: one build in a language that other tools read."""

import sys

from specloom.commands.builds import find_apis, unknown_build
from specloom.commands.refusal import Refusal


def export_jsonschema(build: str, spec: str, path: str | None) -> int:
    """Writes the JSON Schema of a build to a file, or to standard output. Answers 0.

    Raises:
        Refusal: a mistake in the spec, or no such build.
        OSError: the file can't be written.
    """
    from specloom.targets.jsonschema import export
    from specloom.weave import build_names, resolve_build

    folders = find_apis(spec)
    api, diagnostics, texts = resolve_build(folders, build)
    if diagnostics:
        from specloom.diagnostics.render import render_text

        raise Refusal(render_text(diagnostics, texts))
    if api is None:
        raise unknown_build(build, build_names(folders)[0])
    text = export(api)
    if path is None:
        sys.stdout.write(text)
        return 0
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return 0
