"""When there are colours, and what they are."""

import io
from collections.abc import Mapping
from typing import get_args

import pytest
from specloom.diagnostics.colour import Choice, Style, Styler, wants_colour


class Stream(io.StringIO):
    """A stream that says of itself whether it is a terminal."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


XTERM = {"TERM": "xterm"}


@pytest.mark.parametrize(
    ("terminal", "environ", "choice", "wanted"),
    [
        (True, XTERM, "auto", True),
        (True, {}, "auto", True),
        (False, XTERM, "auto", False),
        (True, {"TERM": "dumb"}, "auto", False),
        (True, XTERM | {"NO_COLOR": "1"}, "auto", False),
        (True, XTERM | {"NO_COLOR": "0"}, "auto", False),
        (True, XTERM | {"NO_COLOR": ""}, "auto", True),
        (False, {"FORCE_COLOR": "1"}, "auto", True),
        (False, {"FORCE_COLOR": ""}, "auto", False),
        (False, {"FORCE_COLOR": "0"}, "auto", False),
        (False, {"CLICOLOR_FORCE": "1"}, "auto", True),
        (False, {"CLICOLOR_FORCE": "0"}, "auto", False),
        (True, {"TERM": "dumb", "FORCE_COLOR": "1"}, "auto", True),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", False),
        (False, {"NO_COLOR": "1", "TERM": "dumb"}, "always", True),
        (True, {"NO_COLOR": "1", "TERM": "dumb"}, "always", True),
        (True, XTERM | {"FORCE_COLOR": "1"}, "never", False),
    ],
)
def test_who_wants_colour(
    terminal: bool, environ: Mapping[str, str], choice: Choice, wanted: bool
) -> None:
    assert wants_colour(Stream(terminal), environ, choice) is wanted


@pytest.mark.parametrize("style", get_args(Style))
def test_every_style_begins_and_ends(style: Style) -> None:
    assert Styler(False)("text", style) == "text"
    shown = Styler(True)("text", style)
    assert shown.startswith("\x1b[1")
    assert shown.endswith("mtext\x1b[0m")
    assert Styler(True)("", style) == ""
