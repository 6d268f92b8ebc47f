"""The command line as argparse reads it: every form, every help text, every complaint.

Words in, a `Call` or an `Export` out. Imported by `run`, and only for what is not one of the
plain forms that `fingerprint.read_call` knows: argparse is a tenth of a whole run.
"""

import argparse
from typing import NamedTuple

from specloom import __version__
from specloom.fingerprint import Call


class Export(NamedTuple):
    """What `export` is asked to do."""

    kind: str
    build: str
    spec: str
    output: str | None  # None: standard output


def parse(words: list[str]) -> Call | Export:
    """What the user asks for.

    Raises:
        SystemExit: after `--help` or `--version` (0), and after a wrong call (2).
    """
    options = _parser().parse_args(words)
    if options.command == "export":
        return Export(options.kind, options.build, options.spec, options.output)
    return Call(options.command, options.build, options.spec, options.out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="specloom",
        description="One YAML spec in, one Python package per build out.",
        epilog="Exit codes: 0 fine, 1 findings, 2 the spec, the input or the call is "
        "wrong.",
        allow_abbrev=False,
    )
    version = f"specloom {__version__}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _folders(_add(commands, "generate", "write what the spec says"))
    check = _add(commands, "check", "is the output what the spec says?")
    _folders(check)
    check.add_argument("--format", choices=["text"], default="text", help="of findings")
    export = _add(commands, "export", "a build in a language that other tools read")
    kinds = export.add_subparsers(dest="kind", metavar="KIND", required=True)
    schema = _add(kinds, "jsonschema", "JSON Schema 2020-12")
    schema.add_argument("--build", required=True, metavar="B", help="which build")
    _spec(schema)
    schema.add_argument("-o", "--output", metavar="FILE", help="instead of the screen")
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    purpose: str,
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=purpose, description=purpose, allow_abbrev=False
    )


def _folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--build", metavar="B", help="only this build")
    _spec(parser)
    parser.add_argument(
        "--out", metavar="DIR", default="generated", help="output (default: generated)"
    )


def _spec(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--spec", metavar="DIR", default="spec", help="holds */api.yaml (default: spec)"
    )
