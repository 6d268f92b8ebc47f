"""What one run of a command has to say, as data: the same for every format."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from specloom.diagnostics import Diagnostic
    from specloom.output.findings import Finding


class Report(NamedTuple):
    """Mistakes of the spec, or findings about files, or a refusal, or nothing of the kind."""

    command: str  # empty where the call does not even say that
    mistakes: "tuple[Diagnostic, ...]" = ()
    texts: Mapping[str, str] | None = None  # of the files that the mistakes name
    findings: "tuple[Finding, ...]" = ()  # paths as the user would write them
    mend: str | None = None  # the command that mends findings
    refused: str | None = (
        None  # why the command could not do its work, but for mistakes
    )
    said: str = ""  # lines about what was done, if it was

    @property
    def exit_code(self) -> int:
        """0 fine, 1 findings, 2 the spec, the input or the call is wrong."""
        if self.mistakes or self.refused is not None:
            return 2
        return 1 if self.findings else 0
