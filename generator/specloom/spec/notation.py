"""Types as other languages write them, and what may be meant by text that is no type.

In: the text of a type that can't be read. Out: hints; nothing is reported, and nothing is read
otherwise because of them.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from specloom.spec.language import BUILT_IN, TYPES_ELSEWHERE

HOLDERS_ELSEWHERE = {
    **dict.fromkeys(
        (
            "array",
            "collection",
            "frozenset",
            "iterable",
            "list",
            "repeated",
            "seq",
            "sequence",
            "set",
            "slice",
            "vec",
            "vector",
        ),
        "list",
    ),
    **dict.fromkeys(
        ("dict", "dictionary", "hashmap", "map", "mapping", "object", "record"), "map"
    ),
}
"""What is called a list or a map anywhere, in small letters."""

_LONGEST = 200
_MOST_STEPS = 8
_CURLY_QUOTES = tuple("\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb")
_MAY_BE_LEFT_OUT = "`field?: type` may be left out; null is `type | null`"

_NUMBER = r"-?\d+(?:\.\d+)?"
_NAME = r"[\w<>]+"
_TEXT = r"(?:\"[^\"']*\"|'[^\"']*')"
_HOLDER = rf"\b({'|'.join(HOLDERS_ELSEWHERE)})"

_Form: TypeAlias = tuple[str, str | Callable[[re.Match[str]], str]]


def _held(match: re.Match[str]) -> str:
    """`Vec<Loaf>`, `Sequence[Loaf]`, `array of Loaf`: what holds it, as it is called here."""
    item = match[2]
    if item.endswith("s") and item[:-1] in BUILT_IN:  # `list of strings`
        item = item[:-1]
    return f"{HOLDERS_ELSEWHERE[match[1].lower()]}[{item}]"


def _either(match: re.Match[str]) -> str:
    return " | ".join(re.split(r"\s*[,/]\s*", match[1].strip()))


def _enum(match: re.Match[str]) -> str:
    values = [each.strip(" \"'") for each in re.split("[,|]", match[1])]
    if not all(values):
        return match[0]
    if len(values) == 1:
        return f"{{const: {values[0]}}}"
    return f"{{enum: [{', '.join(values)}]}}"


_FORMS: tuple[_Form, ...] = (
    (r"^(?:enum|literal)\s*[\[(<{]([^\[\](){}<>]+)[\])>}]$", _enum),
    (rf"^({_TEXT}(?:\s*[|,]\s*{_TEXT})*)$", _enum),
    (r"^(?:union|one ?of|any ?of)\s*[\[(<](.+)[\])>]$", _either),
    (rf"{_HOLDER}<((?:[^<>]|<\w+>)+)>", _held),
    (r"\b(?!list\[|map\[)" + _HOLDER[2:] + r"\[([^\[\]]+)\]", _held),
    (rf"^{_HOLDER}\s+(?:of\s+)?(\S+)$", _held),
    (r"\bmap\[([^\[\],:]+)\]([A-Za-z]\S*)$", r"map[\1, \2]"),
    (r"\bmap\[([^\[\],:]+)\]", r"map[string, \1]"),
    (r"\bmap\[([^\[\],:]+):\s*", r"map[\1, "),
    (r"^nullable\s+(.+)$", r"\1 | null"),
    (r"^required\s+(.+)$", r"\1"),
    (r"^([^()]+)\[\](\(.*\))?$", r"list[\1]\2"),
    (r"^\[([^,]+)\]$", r"list[\1]"),
    (r"^\(([^()]+)\)$", r"\1"),
    (rf"\s*[\[{{\s]\s*((?:{_NUMBER})?\.\.(?:{_NUMBER})?)\s*[\]}}]?$", r"(\1)"),
    (r"\s*\|\s*\|\s*", " | "),
    (rf"^({_NAME}(?:\s*[,/]\s*{_NAME})+)$", _either),
    (rf"^({_NAME})\s*:?=\s*([\w.-]+)$", r"{type: \1, default: \2}"),
    (r"<\s*(\w+)\s*>", r"<\1>"),
    (r"^(\w*<\w+>)\s+([A-Z]\w*)$", r"\1\2"),
)
"""How others write a type, and how it is written here."""

_PATH_TO_NAME = (r"^[\w.#/-]*[./#](<?[A-Z][\w<>]*)$", r"\1")

_ADVICE = (
    (
        r"(?:^|\s|(?<=[\w)\]>]))([@+~][A-Za-z0-9][\w.-]*|-\d{4}-[\w.-]+)(?=\s|$)",
        r"a mark stands behind a name, before the `:`, as in `name \1: type`",
    ),
    (r"^(?:\?|(?:optional|option|maybe)\b)", _MAY_BE_LEFT_OUT),
    (r"!$", "take the `!` out: a field without `?` behind its name is always there"),
    (
        r"^tuple\b",
        "the items of a list have one type: `list[string]`, `list[A | B]`",
    ),
    (
        r"\w\s*&\s*\w",
        "a record with the fields of both is declared with `$include: A, B`",
    ),
)
"""What to say of other notations, where no type of ours is the same."""


def advice(text: str) -> str | None:
    """What to do where nothing that stands in the type's place would do."""
    for pattern, said in _ADVICE:
        match = re.search(pattern, text.strip()[:_LONGEST], re.IGNORECASE)
        if match is not None:
            return match.expand(said)
    return None


def ours(text: str) -> str | None:
    """The type that is meant by one of another language; perhaps it is none either."""
    found = start = text.strip()
    if len(found) > _LONGEST:
        return None
    for _ in range(_MOST_STEPS):
        before = found
        # A path first, and case counts in it: `types/Loaf` is no choice of two.
        found = re.sub(*_PATH_TO_NAME, found)
        for pattern, form in _FORMS:
            found = re.sub(pattern, form, found, flags=re.IGNORECASE)
        if found == before or len(found) > 2 * _LONGEST:
            break
    if found[:1] != "{":
        found = _with_our_names(found)
    texts = found.split(" | ")
    if found != start and len(texts) > 1 and not any(map(_may_be_type, texts)):
        found = f"{{enum: [{', '.join(texts)}]}}"
    return found if found not in ("", start) else None


def _may_be_type(name: str) -> bool:
    return name in BUILT_IN or not name.isidentifier() or not name.islower()


def _with_our_names(text: str) -> str:
    whole = TYPES_ELSEWHERE.get(text)
    if whole is not None:
        return whole

    def name(match: re.Match[str]) -> str:
        small = match[0].lower()
        meant = small if small in BUILT_IN else TYPES_ELSEWHERE.get(match[0], "")
        return meant if meant.isalnum() else match[0]

    return re.sub(r"(?<![\w<>.-])[A-Za-z][\w-]*(?![\w<>(\[.-])", name, text)


def holds_in_angles(name: str) -> bool:
    """Whether it begins like `list<X>`, as no type is called; `Set<Owner>` may be one."""
    found = re.match(r"([A-Za-z]+)<(\w*)", name)
    if found is None or found[1].lower() not in HOLDERS_ELSEWHERE:
        return False
    return name[0].islower() or found[2] in BUILT_IN


def closing_hint(text: str, sign: str) -> str:
    """What may be meant where a type ends too early."""
    if sign == "]" and "])" in text:
        return "the limits end first: `)]`"
    return f"close it with `{sign}`"


def opening_hint(rest: str) -> str | None:
    """What may be meant where no type begins."""
    if rest.startswith("["):
        return "a list is `list[string]`"
    if rest[:1] in _CURLY_QUOTES:
        return "a quote is plain, `\"` or `'`"
    return "the type stands before ` -- `" if rest.startswith("--") else None


def rest_hint(before: str, rest: str) -> str | None:
    """What may be meant by text that goes on behind a type."""
    sign = rest[0]
    if sign == "?":
        return "`?` stands behind the name, `field?: type`; null is `type | null`"
    if sign == "[":
        if ".." in rest:
            return f"limits stand in round brackets: `{before}(1..5)`"
        if rest.startswith("[]"):
            return f"a list is `list[{before}]`"
        return "only a list and a map have brackets: `list[A]`, `map[string, A]`"
    if sign == "(":
        if ")" not in rest:
            return "limits end with `)`: `(1..5)`"
        return "limits are written once, as `(low..high)`"
    if re.match(r"or\b", rest):
        return "did you mean `|`?"
    if sign == ":":
        return "behind the `:` of a key stands a space"
    if sign in "-/#\u2013\u2014" or sign.isalpha():
        return "a doc is set off by ` -- `"
    return None
