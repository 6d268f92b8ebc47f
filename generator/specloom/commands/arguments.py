"""The command line as argparse reads it: every command, help text and complaint.

Words in; the chosen command's module and its options out. Each command is a module of this
folder with `add_arguments` and `run`; only the chosen one is imported. Used by `run` for what
is not one of the plain forms that `fingerprint.read_call` knows: argparse is a tenth of a whole
run.
"""

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn, Protocol, get_args

from specloom import __version__
from specloom.commands.refusal import WrongCall
from specloom.commands.reporting import FORMATS
from specloom.diagnostics import nearest
from specloom.diagnostics.colour import Choice
from specloom.diagnostics.visible import visible


class Command(Protocol):
    """What the module of a command holds."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declares its arguments."""
        ...

    def run(self, options: argparse.Namespace) -> int:
        """Carries it out and answers the exit code.

        Raises:
            Refusal: the call, the spec or what stands on the disk is wrong.
            OSError: the disk says no.
        """
        ...


_CHOICE = re.compile(r"invalid choice: '([^']*)' \(choose from (.*)\)")


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are shown as all others are, with what was meant."""

    _words: Sequence[str] = ()

    def parse_known_args(self, *args: Any, **more: Any) -> Any:
        """Reads what it knows, and keeps the words for its complaints."""
        self._words = (args and args[0]) or ()
        options, left = super().parse_known_args(*args, **more)
        if left:
            self.error(f"unrecognized arguments: {visible(' '.join(left))}")
        return options, left

    def error(self, message: str) -> NoReturn:
        """Ends the reading of a call that makes no sense."""
        raise WrongCall(message + self._meant(message), self.format_usage())

    def _meant(self, message: str) -> str:
        choice = _CHOICE.search(message)
        if choice is not None:
            return _did_you_mean(choice[1], re.findall(r"[\w-]+", choice[2]))
        known = re.findall(r"--[a-z-]+", self.format_help())
        used = [word.partition("=")[0] for word in self._words if word[:2] == "--"]
        wrong = next((word for word in used if word not in known), None)
        if wrong is None:
            return ""
        hint = _did_you_mean(wrong, known)
        by = "" if wrong in message else f" by `{visible(wrong)}`"
        return hint.removesuffix("?") + f"{by}?" if hint else ""


PURPOSES = {
    "init": "a small working project, to begin with",
    "generate": "write what the spec says",
    "check": "is the output what the spec says?",
    "watch": "generate whenever the spec is saved",
    "export": "a build, or the spec language, for other tools",
    "explain": "what a path of the spec means, or a diagnostic code",
    "matrix": "which build has what: fields by variants and releases",
    "mutate": "do the tests of a build notice seeded faults?",
}
"""Every command, in the order of the help text, and what it is for."""


def parse(words: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """The command that the user asks for, and how.

    Raises:
        SystemExit: after `--help` or `--version`.
        WrongCall: the words make no sense.
    """
    parser = _Parser(
        prog="specloom",
        description="One YAML spec in, one Python package per build out.",
        epilog="Exit codes: 0 fine, 1 findings, 2 the spec, the input or the call is "
        "wrong.",
        allow_abbrev=False,
    )
    version = f"specloom {__version__}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = next((word for word in words if not word.startswith("-")), "")
    for name, purpose in PURPOSES.items():
        added = commands.add_parser(
            name, help=purpose, description=purpose, allow_abbrev=False
        )
        if name == chosen:
            module(name).add_arguments(added)
    late = next((word for word in words if word in PURPOSES), None)
    if late is not None and words[0].startswith("--"):
        parser.error(f"options stand behind the command: specloom {late} …")
    if chosen and chosen not in PURPOSES:
        known = ", ".join(PURPOSES)
        hint = _did_you_mean(chosen, PURPOSES) or f" (there are {known})"
        parser.error(f"there is no command `{visible(chosen)}`{hint}")
    options = parser.parse_args(words)
    return module(options.command), options


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known)
    return f"; did you mean `{near}`?" if near else ""


def module(name: str) -> Command:
    """The module of a command, imported now."""
    match name:
        case "init":
            from specloom.commands import init

            return init
        case "generate":
            from specloom.commands import generate

            return generate
        case "check":
            from specloom.commands import check

            return check
        case "watch":
            from specloom.commands import watch

            return watch
        case "explain":
            from specloom.commands import explain

            return explain
        case "matrix":
            from specloom.commands import matrix

            return matrix
        case "export":
            from specloom.commands import export

            return export
        case "mutate":
            from specloom.commands import mutate

            return mutate
    raise ValueError(f"{name!r} is no command")


def add_spec(parser: argparse.ArgumentParser) -> None:
    """`--spec`."""
    parser.add_argument(
        "--spec",
        type=_folder,
        metavar="DIR",
        default="spec",
        help="holds */api.yaml (default: spec)",
    )


def add_folders(parser: argparse.ArgumentParser) -> None:
    """`--build`, `--spec` and `--out`, as `generate` and `check` have them."""
    parser.add_argument("--build", metavar="B", help="only this build")
    add_spec(parser)
    parser.add_argument(
        "--out",
        type=_folder,
        metavar="DIR",
        default="generated",
        help="output (default: generated)",
    )


def _folder(text: str) -> str:
    """The name of a folder: an unset variable of a shell names none."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of a folder is empty")
    return text


def add_format(parser: argparse.ArgumentParser) -> None:
    """`--format`, where mistakes or findings are what is asked for, and `--color`."""
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        dest="report_format",
        help="of mistakes and findings (default: text)",
    )
    add_colour(parser)


def add_colour(parser: argparse.ArgumentParser) -> None:
    """`--color`, for every command that may show mistakes of a spec."""
    parser.add_argument(
        "--color",
        choices=get_args(Choice),
        default="auto",
        dest="colour",
        help="of text (default: auto, on a terminal)",
    )


def add_build(parser: argparse.ArgumentParser) -> None:
    """`--build`, where there must be one."""
    parser.add_argument("--build", required=True, metavar="B", help="which build")
