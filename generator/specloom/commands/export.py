"""`specloom export`: a build, or the spec language itself, in a language of other tools."""

import argparse
import sys

from specloom.commands.arguments import add_build, add_colour, add_spec
from specloom.commands.builds import find_apis, unknown_build
from specloom.commands.refusal import SpecMistakes

FILES = ("api", "types", "resource")
"""The kinds of file that an editor can be told of."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares each kind of export."""
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    schema = kinds.add_parser(
        "jsonschema", help="JSON Schema 2020-12", allow_abbrev=False
    )
    add_build(schema)
    add_spec(schema)
    add_colour(schema)
    _add_output(schema)
    editor = kinds.add_parser(
        "editor-schema",
        help="what an editor knows of a kind of file of a spec",
        allow_abbrev=False,
    )
    editor.add_argument("of", metavar="KIND", choices=FILES, help=", ".join(FILES))
    _add_output(editor)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", help="instead of the screen")


def run(options: argparse.Namespace) -> int:
    """`export`, as the options say."""
    if options.kind == "editor-schema":
        return export_editor_schema(options.of, options.output)
    return export_jsonschema(options.build, options.spec, options.output)


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
        raise SpecMistakes(diagnostics, texts)
    if api is None:
        raise unknown_build(build, build_names(folders)[0])
    return _put(export(api), path)


def export_editor_schema(kind: str, path: str | None) -> int:
    """Writes what an editor knows of a kind of file; to a file, or to standard output.
    Answers 0.

    Raises:
        OSError: the file can't be written.
    """
    from specloom.editors import editor_schema

    return _put(editor_schema(kind), path)


def _put(text: str, path: str | None) -> int:
    if path is None:
        sys.stdout.write(text)
        return 0
    from specloom.output.write import put_alone

    put_alone(path, text.encode())
    return 0
