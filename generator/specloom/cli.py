"""The command `specloom`: the fast answer first, all else only when it is needed.

In: `sys.argv`. Out: an exit code (0 fine, 1 findings, 2 the spec, the input or the call is
wrong, 130 stopped by Ctrl-C, 141 nobody reads the output any more).
"""

import sys

from specloom import fingerprint


def main() -> int:
    """Runs one command and answers its exit code; never raises, never shows a traceback."""
    _open_streams()
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _forget_output()
        return 141
    except OSError as error:  # what is written to takes no more; `run` answers all else
        _forget_output()
        _complain(f"error: the output can't be written: {error.strerror or error}\n")
        return 2


def _open_streams() -> None:
    """A stream that was closed before the start takes what is written, and forgets it."""
    if sys.stdout is None or sys.stderr is None:
        import os

        nowhere = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
        sys.stdout = sys.stdout or nowhere
        sys.stderr = sys.stderr or nowhere


def _run(words: list[str]) -> int:
    call = fingerprint.read_call(words)
    if call is not None:
        amount = fingerprint.unchanged(call)
        if amount is not None:
            sys.stdout.write(fingerprint.answer(call, amount))
            return 0
    from specloom.commands.run import run

    return run(words)


def _complain(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        return  # nobody can be told


def _forget_output() -> None:
    """Points standard output at nothing, or Python complains once more when it closes it."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
