"""The command line as argparse reads it: every form, every help text, every complaint.

Words in, a `Call`, an `Export` or a `Mutate` out. Imported by `run`, and only for what is not
one of the plain forms that `fingerprint.read_call` knows: argparse is a tenth of a whole run.
"""

import argparse
from typing import NamedTuple

from specloom import __version__
from specloom.commands.mutate import Mutate
from specloom.fingerprint import Call


class Export(NamedTuple):
    """What `export` is asked to do."""

    kind: str
    build: str
    spec: str
    output: str | None  # None: standard output


def parse(words: list[str]) -> Call | Export | Mutate:
    """What the user asks for.

    Raises:
        SystemExit: after `--help` or `--version` (0), and after a wrong call (2).
    """
    options = _parser().parse_args(words)
    if options.command == "export":
        return Export(options.kind, options.build, options.spec, options.output)
    if options.command == "mutate":
        return Mutate(
            options.build,
            options.spec,
            options.select,
            options.sample,
            options.seed,
            options.jobs,
        )
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
    _mutate(_add(commands, "mutate", "do the tests of a build notice seeded faults?"))
    return parser


def _mutate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--build", required=True, metavar="B", help="which build")
    _spec(parser)
    parser.add_argument(
        "--select",
        metavar="PATH",
        help="this part and all that it holds, such as shop.orders.create",
    )
    parser.add_argument(
        "--sample", type=_count, metavar="N", help="so many mutants, drawn by chance"
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="S", help="another sample (default: 0)"
    )
    parser.add_argument(
        "--jobs",
        type=_count,
        metavar="N",
        help="processes (default: one for each core)",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a number from 1 on: {text!r}")
    return int(text)


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
