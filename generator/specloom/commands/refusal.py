"""The exceptions for everything that ends a command with exit code 2."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specloom.diagnostics import Diagnostic


class Refusal(Exception):
    """The call, the spec or what stands in the output folder is wrong; the text says how."""


class WrongCall(Refusal):
    """The words of the command line make no sense; `usage` says which would."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.usage = usage


class SpecMistakes(Refusal):
    """The spec has mistakes: data, and the texts of the files that they stand in."""

    def __init__(
        self, mistakes: "tuple[Diagnostic, ...]", texts: Mapping[str, str]
    ) -> None:
        super().__init__(mistakes)
        self.mistakes = mistakes
        self.texts = texts

    def __str__(self) -> str:
        from specloom.diagnostics.render import render_text

        return render_text(self.mistakes, self.texts)
