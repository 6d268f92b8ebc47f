"""Where `watch` shows results: a terminal is drawn anew each time, all else gets lines.

In: texts. Out: standard output. Imports: the standard library only.
"""

import io
import os
import re
import select
import shutil
import sys
import unicodedata

_CLEAR = "\x1b[H\x1b[2J"
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Screen:
    """Standard output, and a line of status: below the text on a terminal, else said once."""

    def __init__(self, status: str) -> None:
        self._status = status
        self._draws = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self._pipe = _poll()
        if not self._draws:
            self._write(f"{status}\n")

    def show(self, text: str) -> None:
        """Shows a text of whole lines in the place of the last one, or below it.

        Raises:
            BrokenPipeError: nobody reads.
        """
        if not self._draws:
            self._write(text)
            return
        size = shutil.get_terminal_size()
        # The status, an empty line above it, and the cursor's line below.
        shown = fitting(text, size.columns, size.lines - 3)
        self._write(f"{_CLEAR}{shown}\n{self._status}\n")

    def refuse_nobody(self) -> None:
        """Raises:
        BrokenPipeError: nobody reads what is going to be shown.
        """
        gone = select.POLLERR | select.POLLHUP if self._pipe else 0
        if self._pipe and any(events & gone for _, events in self._pipe.poll(0)):
            raise BrokenPipeError

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()


def _poll() -> "select.poll | None":
    """What tells that the other end of a pipe is closed; None where nothing does."""
    try:
        poll = select.poll()
        poll.register(sys.stdout.fileno(), 0)
    except (AttributeError, io.UnsupportedOperation):
        return None
    return poll


def fitting(text: str, columns: int, rows: int) -> str:
    """The first lines of a text that fit on a screen, and how many do not.

    A line that is too long takes several rows; colours take no room.
    """
    lines = text.splitlines()
    heights = [max(1, -(-_width(line) // max(1, columns))) for line in lines]
    if sum(heights) <= rows:
        return text
    fit, room = 0, rows - 1  # one for what is said instead of the rest
    while fit < len(lines) and heights[fit] <= room:
        room -= heights[fit]
        fit += 1
    rest = len(lines) - fit
    lines[fit:] = [f"... {rest} more line{'' if rest == 1 else 's'}"]
    return "\n".join(lines) + "\n"


def _width(line: str) -> int:
    """Columns of a line; East Asian wide characters take two."""
    plain = _STYLE.sub("", line)
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in plain)
    return len(plain) + wide
