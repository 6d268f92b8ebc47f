"""Whether a stream is to have colours, and texts in the few styles that Specloom uses.

In: a stream and the environment; a text and what it is. Out: yes or no; the text, with the
sequences of ECMA-48 around it if there is colour. Imports: the standard library only.
"""

import sys
from collections.abc import Mapping
from typing import Literal, TextIO, TypeAlias

Choice: TypeAlias = Literal["auto", "always", "never"]
"""What `--color` says."""

Style: TypeAlias = Literal["error", "warning", "strong", "frame", "hint", "good"]
"""What a text is: `strong` are messages and headings, `frame` is what stands around a source
line, with second places."""

_SEQUENCES: Mapping[Style, str] = {
    "error": "1;31",  # bold, red
    "warning": "1;33",  # bold, yellow
    "strong": "1",  # bold
    "frame": "1;34",  # bold, blue
    "hint": "1;36",  # bold, cyan
    "good": "1;32",  # bold, green
}


class Styler:
    """Puts texts into a style; leaves them as they are if `colour` is False."""

    __slots__ = ("colour",)

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, style: Style) -> str:
        """The text in a style; an empty one stays empty."""
        if not self.colour or not text:
            return text
        return f"\x1b[{_SEQUENCES[style]}m{text}\x1b[0m"


def wants_colour(
    stream: TextIO, environ: Mapping[str, str], choice: Choice = "auto"
) -> bool:
    """Is what goes to `stream` to have colours?

    `choice` has the last word, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then whether
    the stream is a terminal that knows colours (no TERM=dumb). The console of Windows is
    asked to read the sequences; if it can't, it gets none unless they are forced.
    """
    if choice == "never" or (choice == "auto" and environ.get("NO_COLOR")):
        return False
    forced = any(
        environ.get(name, "0") not in ("", "0")
        for name in ("FORCE_COLOR", "CLICOLOR_FORCE")
    )
    if not stream.isatty():
        return choice == "always" or forced
    able = _reads_sequences(stream)
    if choice == "always" or forced:
        return True
    return able and environ.get("TERM") != "dumb"


def _reads_sequences(terminal: TextIO) -> bool:
    """Does a terminal read sequences? A console of Windows does once it was told to."""
    if sys.platform != "win32":
        return True
    import ctypes
    import msvcrt

    kernel = ctypes.windll.kernel32
    mode = ctypes.c_uint32()
    try:
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(terminal.fileno()))
    except OSError:  # a stream without a file
        return False
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return False
    processed = (
        0x0001 | 0x0004
    )  # ENABLE_PROCESSED_OUTPUT, ..._VIRTUAL_TERMINAL_PROCESSING
    return bool(kernel.SetConsoleMode(handle, mode.value | processed))
