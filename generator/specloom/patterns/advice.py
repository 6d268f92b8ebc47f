"""Ways out: how to say portably what a pattern may not say.

Comes in: an escape or the opening of a group that the subset lacks. Goes out: a message
and a hint. Imports nobody.
"""

_WIDE = {
    "d": ("0-9", ""),
    "D": ("0-9", "^"),
    "w": ("A-Za-z0-9_", ""),
    "W": ("A-Za-z0-9_", "^"),
    "s": (r" \t\n\r", ""),
    "S": (r" \t\n\r", "^"),
}
_ESCAPES = (
    ("AZzbBG", "`^` and `$` around the whole are enough"),
    ("pP", "write the ranges of characters"),
    ("fvae0", "write its code: `\\xHH`"),
)
GROUPS = (
    ("(?P=", "a back-reference", "write the text again, or check it elsewhere"),
    ("(?P<", "a named group", "write `(…)`"),
    ("(?=", "look-ahead", "describe the whole text instead"),
    ("(?!", "look-ahead", "describe the whole text instead"),
    ("(?<=", "look-behind", "describe the whole text instead"),
    ("(?<!", "look-behind", "describe the whole text instead"),
    ("(?<", "a named group", "write `(…)`"),
    ("(?>", "an atomic group", "write `(?:…)`"),
    ("(?#", "a comment", "say it in the doc"),
    ("(?(", "a conditional group", "write the options with `|`"),
    ("(?", "an inline flag", "write it out: `[Aa]` for both cases"),
)
"""Openings of groups, what each is called, and what to write instead."""


def about_escape(char: str, in_class: bool) -> tuple[str, str]:
    """The message and the hint for an escape that is not portable."""
    if not char:
        return "`\\` escapes nothing", "write `\\\\` for itself"
    shown = f"`\\{char}`"
    if char in _WIDE:
        chars, negation = _WIDE[char]
        instead = chars if in_class and not negation else f"[{negation}{chars}]"
        return f"{shown} takes other characters in other engines", f"write `{instead}`"
    if char in "123456789k":
        return f"{shown} is a back-reference", "write the text again"
    for chars, hint in _ESCAPES:
        if char in chars:
            return f"{shown} is not portable", hint
    return f"{shown} is not portable", f"write `{char}`, without the backslash"
