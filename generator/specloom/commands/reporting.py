"""The one place where a command shows what it found: in which format, where, in which colours.

In: a `Report`, or what ended a command; how it is to be shown. Out: text on a stream, and the
exit code. Used by the commands and by `run`; imports `reports`, a format only when it is used.
"""

import io
import os
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO, TypeAlias, get_args

from specloom.commands.refusal import SpecMistakes, WrongCall
from specloom.diagnostics.visible import visible, visible_lines
from specloom.reports.report import Report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from specloom.diagnostics.colour import Choice

Format: TypeAlias = Literal["text", "json", "sarif", "github"]
"""What `--format` says."""

FORMATS: "tuple[Format, ...]" = get_args(Format)
_BY_NAME: "dict[str, Format]" = {name: name for name in FORMATS}


class Manner(NamedTuple):
    """How a command shows what it found."""

    command: str = ""
    format: Format = "text"
    colour: "Choice" = "auto"

    @classmethod
    def of(cls, options: "argparse.Namespace") -> "Manner":
        """As the options say; a command may have any of them."""
        return cls(
            options.command,
            getattr(options, "report_format", "text"),
            getattr(options, "colour", "auto"),
        )

    @classmethod
    def guessed(cls, words: "Sequence[str]") -> "Manner":
        """What a call asks for that may make no sense, for who complains about it."""
        if not words or words[0] not in ("generate", "check"):
            return cls()
        asked: Format = "text"
        parts = [part for word in words for part in word.split("=", 1)]
        for flag, value in pairwise(parts):
            if flag == "--format":
                asked = _BY_NAME.get(value, asked)
        return cls(words[0], asked)


AS_TEXT = Manner()


def report(found: Report, manner: Manner) -> int:
    """Shows a report and answers the exit code.

    As text, what is wrong with the spec or the call goes to standard error, all else to
    standard output. A document for machines goes to standard output whatever it says; why a
    command could not do its work is told on standard error as well.
    """
    match manner.format:
        case "text":
            _write_text(found, manner)
        case "json":
            from specloom.reports.json_document import json_document

            sys.stdout.write(json_document(found))
            _complain(found)
        case "sarif":
            from specloom.reports.sarif import sarif

            sys.stdout.write(sarif(found, _root()))
            _complain(found)
        case "github":
            from specloom.reports.github import github

            _speak_utf8(sys.stdout)
            sys.stdout.write(github(found, _root()))
    return found.exit_code


def refuse(error: Exception, manner: Manner) -> int:
    """Shows why a command could not do its work, and answers the exit code."""
    if isinstance(error, WrongCall):
        sys.stdout.flush()
        sys.stderr.write(error.usage)
    return report(refused(error, manner.command), manner)


def refused(error: Exception, command: str) -> Report:
    """Why a command could not do its work."""
    if isinstance(error, SpecMistakes):
        return Report(command, mistakes=error.mistakes, texts=error.texts)
    return Report(command, refused=_plain(error))


def _write_text(found: Report, manner: Manner) -> None:
    """Text; what nothing was found by needs no renderer."""
    if found.exit_code == 0:
        sys.stdout.write(visible_lines(found.said))
        return
    from specloom.diagnostics.colour import wants_colour
    from specloom.reports.text import text

    stream = sys.stdout if found.exit_code == 1 else sys.stderr
    colour = wants_colour(stream, os.environ, manner.colour)
    sys.stdout.flush()
    stream.write(text(found, colour=colour, encoding=stream.encoding or "utf-8"))


def _complain(found: Report) -> None:
    if found.refused is not None:
        sys.stdout.flush()
        sys.stderr.write(f"error: {visible_lines(found.refused)}\n")


def _root() -> str:
    """Where the readers of paths start: at the top of a checkout on GitHub, else here."""
    try:
        return os.environ.get("GITHUB_WORKSPACE") or os.getcwd()
    except FileNotFoundError:  # somebody deleted this folder: no file is below it
        return os.devnull


def _speak_utf8(stream: TextIO) -> None:
    """GitHub reads UTF-8, whatever the system of the runner usually writes."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8")


def _plain(error: Exception) -> str:
    if not isinstance(error, OSError) or error.strerror is None:
        return str(error)
    place = f"{visible(os.fsdecode(error.filename))}: " if error.filename else ""
    return f"{place}{error.strerror}"
