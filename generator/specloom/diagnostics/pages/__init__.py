"""A page of documentation for each code: what it means, why, an example, its mending.

In: a code. Out: its page, as Markdown. The files beside this one are the pages; each holds a
spec that fails and one that does not, and the tests run both: `tests/codes/page.py` says how a
page is written. Imports: `diagnostics`.
"""

from pathlib import Path

from specloom.diagnostics import nearest, rules
from specloom.diagnostics.diagnostic import Rule

GROUPS = {
    "SPL0": "Files and YAML",
    "SPL1": "Keys and values",
    "SPL2": "Types",
    "SPL3": "Names and words",
    "SPL4": "Builds, variants and marks",
    "SPL5": "Includes, endpoints and examples",
}
"""What the codes that begin so are about."""

_HERE = Path(__file__).parent


def codes() -> tuple[str, ...]:
    """Every code, in order; the retired ones too."""
    registered = [rule.code for rule in vars(rules).values() if isinstance(rule, Rule)]
    return tuple(sorted([*registered, *rules.RETIRED]))


def page(code: str) -> str | None:
    """The page of a code, in upper or lower case (`spl101`); None if there is no such code."""
    known = code.upper()
    if known not in codes():
        return None
    return (_HERE / f"{known}.md").read_text(encoding="utf-8")


def title(code: str) -> str | None:
    """What a code is, in a few words; None if there is no such code."""
    text = page(code)
    return text and text.partition("\n")[0].partition(": ")[2]


def nearest_code(slip: str) -> str | None:
    """The code that `slip` was probably meant to be; None if none is near.

    The number alone is enough: `101`.
    """
    if slip.isdecimal():
        slip = f"SPL{slip.rjust(3, '0')}"
    return nearest(slip, codes())
