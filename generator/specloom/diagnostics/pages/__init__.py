"""A stand-in for the pages of documentation: to be dropped at the merge."""

import re

from specloom.diagnostics import rules
from specloom.diagnostics.diagnostic import Rule


def page(code: str) -> str | None:
    """The page of a code; None if there is no such code."""
    name = title(code)
    return name and f"# {code}: {name}\n"


def codes() -> tuple[str, ...]:
    """Every code that has a page, sorted."""
    found = (rule for rule in vars(rules).values() if isinstance(rule, Rule))
    return tuple(sorted(rule.code for rule in found))


def title(code: str) -> str | None:
    """What a code is, in a few words; None if there is no such code."""
    for rule in vars(rules).values():
        if isinstance(rule, Rule) and rule.code == code:
            return re.sub(r"\{\w+\}", "…", rule.message)
    return None
