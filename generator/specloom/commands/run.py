"""Runs one command; turns everything that is wrong into lines and an exit code."""

import gc
import io
import os
import sys
from collections.abc import Callable
from functools import partial

from specloom.commands.refusal import Refusal
from specloom.commands.reporting import Manner, refuse
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
    manner = Manner.guessed(words)
    try:
        carry_out, manner = _read(words)
        return carry_out()
    except SystemExit as exit_:  # argparse, after --help or --version
        return exit_.code if isinstance(exit_.code, int) else 2
    except BrokenPipeError:
        raise
    except (Refusal, OSError) as error:
        return refuse(error, manner)
    except Exception as bug:
        if os.environ.get(TRACEBACK):
            raise
        return refuse(found_bug(bug), manner)
    finally:
        gc.enable()
        gc.freeze()  # nor is there any at the end, when Python looks once more


def found_bug(bug: Exception) -> Refusal:
    """What is said of a bug."""
    what = f"{type(bug).__name__}: {bug}"
    return Refusal(f"a bug in specloom ({what}); {TRACEBACK}=1 shows where")


def _read(words: list[str]) -> tuple[Callable[[], int], Manner]:
    """What the words ask for, ready to be carried out, and how it is to be shown."""
    call = read_call(words)
    if call is None:
        from specloom.commands.arguments import parse

        command, options = parse(words)
        return partial(command.run, options), Manner.of(options)
    manner = Manner(call.command)
    if call.command == "check":
        from specloom.commands.check import check

        return partial(check, call), manner
    from specloom.commands.generate import generate

    return partial(generate, call), manner
