"""The grammars inside YAML, names with marks and types, as regular expressions of an editor.

Out: patterns that ECMAScript (with its flag `u`) and Rust read alike. A name with `<words>` may
become anything, so it is let through; so is a type that is nested deeper than `_EXACT`.
"""

import re

from specloom.names import CLASS, IDENTIFIER, MEMBER
from specloom.spec.language import BUILT_IN, MARKS, RELEASE, Limits, Name

WORDS = r"\S*<[A-Za-z][A-Za-z0-9_]*>\S*"
"""Text without spaces that holds a `<word>`."""

_EXACT = 4  # the levels of a type that are looked at
_END = r"(?=\s*(?:[\],|(]|$| --))"  # a name in a type ends here
_WORDS_IN_TYPE = r"(?:[A-Za-z_]\w*)?<[A-Za-z]\w*>[\w<>]*"
_WHOLE = "-?(?:0|[1-9][0-9]*)"
_NUMBERS: dict[Limits, str] = {
    "count": "(?:0|[1-9][0-9]*|-0)",
    "whole": _WHOLE,
    "number": rf"{_WHOLE}(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?",
}

PATTERN = r"^\^[\s\S]*\$$"
STEP = rf"^(?!-){_NUMBERS['number']}$"
COUNT = rf"^{_NUMBERS['count']}$"
NUMBER = rf"^{_NUMBERS['number']}$"
TRUTH = "^(?:true|false)$"
PROSE = r"\S"
VARIABLE = r"^\s*(?=[A-Z_a-z0-9]*[A-Za-z0-9])[A-Za-z_][A-Za-z0-9_]*\s*$"
RECORD = rf"^\s*(?:{CLASS.pattern}|{_WORDS_IN_TYPE})\s*$"
ANSWER = (
    rf"^\s*(?:{CLASS.pattern}|{_WORDS_IN_TYPE})"
    rf"(?:\s*\|\s*(?:{CLASS.pattern}|{_WORDS_IN_TYPE}))*\s*$"
)
_INCLUDE = rf"\s*(?:{CLASS.pattern}|{_WORDS_IN_TYPE})\s*(?:\?|\|\s*null)?\s*"  # X, X?, X | null
INCLUDE = f"^{_INCLUDE}$"
INCLUDES = f"^{_INCLUDE}(?:,{_INCLUDE})*$"
SEVERAL = r"\|"
"""A union: more than one name."""

_SEGMENT = (
    r"(?!\.{1,2}(?:/|\s*$)|:[A-Za-z_])"  # neither `.` nor `..` nor `:name`
    rf"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|\{{{MEMBER.pattern}\}}(?!\{{))+"
)
PATH = rf"^\s*(?:/|(?:/{_SEGMENT})+|{WORDS})\s*$"


def exactly(shape: re.Pattern[str], *, words: bool = False) -> str:
    """A whole text of a shape, spaces around it or not; or one that holds `<words>`."""
    inner = f"{shape.pattern}|{WORDS}" if words else shape.pattern
    return rf"^\s*(?:{inner})\s*$"


_PIECE = "(?:[a-z0-9]|<[A-Za-z][A-Za-z0-9_]*>)+"
_MODULE = f"(?![0-9]){_PIECE}(?:_{_PIECE})*"  # a word counts as a piece of the name
MODULE = rf"^\s*{_MODULE}\s*$"
"""What names a file or a folder: a product."""

RESOURCE = rf"^\s*{_MODULE}(?:\.{_MODULE})*\s*$"
NO_DOC = r"^(?:(?! --[ \n])[\s\S])*$"
"""A type without ` -- doc`."""


def marks(signs: str) -> str:
    """Marks, one or several, without the spaces around them."""
    found = []
    if "@" in signs:
        found.append(f"@{IDENTIFIER.pattern}")
    others = "".join(sign for sign in signs if sign != "@")
    if others:
        found.append(f"[{others.replace('-', '')}-]{RELEASE.pattern}")
    mark = f"(?:{'|'.join(found)})"
    return rf"{mark}(?:\s+{mark})*"


def file_marks() -> str:
    """What `marks` of a file says."""
    return rf"^\s*{marks(''.join(MARKS))}\s*$"


def key(name: Name, *, optional: bool = False) -> str:
    """`name[?] marks`, as keys of a mapping: with the `?`, or else without."""
    first = f"{name.pattern.pattern}"
    if name.words:
        first += "|" + WORDS.replace(r"\S", r"[^\s?]")
    behind = rf"(?:\s+{marks(name.marks)})?" if name.marks else ""
    return rf"^\s*(?![$])(?:{first}){'[?]' * optional}{behind}\s*$"


# --- types ---


def type_(*, null: bool = True, doc: bool = True, only: str = "any") -> str:
    """A whole type, perhaps with ` -- doc` behind it.

    `null`: whether null may stand beside it. `only` says what it may be: `any`, what a query
    or a header can send (`sendable`), or what a path can (`scalar`).
    """
    union = rf"[\s\S]*{_END}"
    for _ in range(_EXACT):
        union = _union(_member("any", union))
    if only == "sendable":
        items = _union(_member("scalar", ""), null=False)
        union = _union(_member("sendable", items), null=null)
    elif only == "scalar":
        union = _union(_member("scalar", ""), null=null)
    if not null and only == "any":
        union = _union(_member("any", union), null=False)
    return f"^{union}{_DOC if doc else ''}$"


_DOC = r"(?: --[ \n][\s\S]*)?"


def _union(member: str, *, null: bool = True) -> str:
    """Members with `|` between them; null is one if it may be, and never alone."""
    members = rf"{member}|null{_END}" if null else member
    more = r"\|(?=\s*[A-Za-z_<])"
    last = r"(?=[\],]|$| --)"
    alone = r"(?!\s*null\s*(?:\|\s*null\s*)*(?:[\],]|$| --))"
    return rf"{alone}(?:\s*(?:{members})\s*(?:{more}|{last}))+"


def _member(only: str, inner: str) -> str:
    """One type that is not null; `inner` is what it may hold."""
    kinds = []
    count = _limits("count")
    if only == "any":
        kinds.append(rf"(?:list\s*\[|map\s*\[{_map_key()},){inner}\]{count}")
    elif only == "sendable":
        kinds.append(rf"list\s*\[{inner}\]{count}")
    plain: dict[Limits, list[str]] = {}
    for name, built_in in BUILT_IN.items():
        if built_in.holds or name == "null" or (name == "any" and only != "any"):
            continue
        plain.setdefault(built_in.limits, []).append(name)
    for limits, names in plain.items():
        kinds.append(f"(?:{'|'.join(names)}){_END}{_limits(limits)}")
    kinds += [CLASS.pattern + _END, rf"{_WORDS_IN_TYPE}(?:\s*\([^()]*\))?"]
    return "|".join(kinds)


def _map_key() -> str:
    """Kinds of text, one or several."""
    sized = [name for name, each in BUILT_IN.items() if each.text and each.limits]
    plain = [name for name, each in BUILT_IN.items() if each.text and not each.limits]
    text = (
        f"(?:{'|'.join(sized)}){_END}{_limits('count')}|(?:{'|'.join(plain)}){_END}"
        rf"|{CLASS.pattern}{_END}|{_WORDS_IN_TYPE}(?:\s*\([^()]*\))?"
    )
    return _union(text, null=False)


def _limits(limits: Limits) -> str:
    """`(low..high)`, `(low..)`, `(..high)` or `(exactly)`, if the type takes limits."""
    if not limits:
        return r"(?!\s*\()"
    number = _NUMBERS[limits]
    return (
        rf"(?:\s*\(\s*(?:{number}\s*(?:\.\.\s*(?:{number})?)?|\.\.\s*{number})\s*\))?"
    )


def fitting(kinds: tuple[str, ...]) -> str:
    """Types that a property with these `fits` can limit, null beside them or not.

    A name of one's own may be a record, and only then fits what limits records.
    """
    null = r"\s*(?:null\s*\|\s*)?"
    ends = r"(?:(?! --[ \n])[^|])*(?:\|\s*null\s*)?" + _DOC
    if kinds == ("union",):
        return r"^(?:(?! --[ \n])[\s\S])*\|"
    names = []
    for name, built_in in BUILT_IN.items():
        kind = "string" if built_in.limits == "count" and built_in.text else name
        if kind in kinds:
            names.append(rf"{name}\s*\[" if built_in.holds else name + _END)
    if "record" in kinds:
        names.append(CLASS.pattern + _END)
    if {"list", "map"} & {*kinds}:  # what they hold may be a union
        ends = r"[\s\S]*"
    return rf"^{null}(?:{'|'.join(names)}|{_WORDS_IN_TYPE}){ends}$"


NULLABLE = r"^(?:(?! --[ \n])[\s\S])*?(?:^|\|)\s*null\s*(?:[|\],]|$| --)"
"""A type with null beside something else."""
