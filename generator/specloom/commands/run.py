"""Runs one command; turns everything that is wrong into lines and an exit code."""

import gc
import io
import os
import sys

from specloom.commands.refusal import Refusal
from specloom.fingerprint import read_call

TRACEBACK = "SPECLOOM_TRACEBACK"
"""The environment variable that shows where a bug is."""


def run(words: list[str]) -> int:
    """One command from its words to its exit code.

    Raises:
        KeyboardInterrupt, BrokenPipeError: handled by `cli`.
        Exception: a bug, and the variable `SPECLOOM_TRACEBACK` is set.
    """
    # Nearly all that a run makes lives until its end: there is no garbage to look for.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(words)
    except SystemExit as exit_:  # argparse, after --help, --version or a wrong call
        return exit_.code if isinstance(exit_.code, int) else 2
    except Refusal as refusal:
        return _refuse(str(refusal))
    except BrokenPipeError:
        raise
    except OSError as error:
        return _refuse(_plain(error))
    except Exception as bug:
        if os.environ.get(TRACEBACK):
            raise
        what = f"{type(bug).__name__}: {bug}"
        return _refuse(f"a bug in specloom ({what}); {TRACEBACK}=1 shows where")
    finally:
        gc.enable()
        gc.freeze()  # nor is there any at the end, when Python looks once more


def _run(words: list[str]) -> int:
    call = read_call(words)
    if call is None:
        from specloom.commands.arguments import parse

        command, options = parse(words)
        return command.run(options)
    if call.command == "check":
        from specloom.commands.check import check

        return check(call)
    from specloom.commands.generate import generate

    return generate(call)


def _refuse(text: str) -> int:
    shown = text if text.startswith("error") else f"error: {text}"
    sys.stdout.flush()
    sys.stderr.write(shown.rstrip("\n") + "\n")
    return 2


def _plain(error: OSError) -> str:
    if error.strerror is None:
        return str(error)
    place = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    return f"{place}{error.strerror}"
