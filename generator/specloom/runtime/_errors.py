"""One kind of error: what is wrong with arguments or with a body, and where.

Pydantic's errors go in, with the values that they hold; mistakes come out, whose words
never show one. Two mistakes are told that pydantic does not see: a required key with
`MISSING` for its value, and texts that UTF-8 has no form for.
"""

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pydantic
from pydantic import BaseModel
from pydantic_core import MISSING

from ._values import FORMATS, WRITABLE, is_unwritable

_Location: TypeAlias = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong with arguments or with a body."""

    place: str
    """`report_metadata.height.unit`, `report_ids[0].status`, `metadata[key 2]`.

    Names as in Python where a request is built, as in JSON where a response is read.
    """
    rule: str
    """`required`, `null`, `type`, `enum`, `max_length`, … : what was broken."""
    allowed: str
    """What would have been right, in words."""
    value: Any = field(repr=False, compare=False)
    """What was there instead. Never part of a message."""


class ValidationError(ValueError):
    """Arguments or a body break what the API documents; `mistakes` lists every one."""

    def __init__(self, subject: str, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__(subject, mistakes)
        self.subject = subject
        self.mistakes = mistakes

    def __str__(self) -> str:
        count = len(self.mistakes)
        lines = [f"{count} mistake{'s' if count > 1 else ''} in {self.subject}:"]
        for mistake in self.mistakes:
            place = f"{mistake.place}: " if mistake.place else ""
            lines.append(f"  {place}{mistake.rule}: {mistake.allowed}")
        return "\n".join(lines)


TOO_DEEP = ("type", "fewer levels")
_WORDS = {
    "missing": ("required", "has to be given"),
    "extra_forbidden": ("unknown", "no field has this name"),
    "string_too_short": ("min_length", "at least {min_length} characters"),
    "string_too_long": ("max_length", "at most {max_length} characters"),
    "string_pattern_mismatch": ("pattern", "text that matches {pattern}"),
    "greater_than_equal": ("minimum", "at least {ge}"),
    "less_than_equal": ("maximum", "at most {le}"),
    "greater_than": ("above", "above {gt}"),
    "less_than": ("below", "below {lt}"),
    "multiple_of": ("multiple_of", "a multiple of {multiple_of}"),
    "finite_number": ("type", "a finite number"),
    "int_from_float": ("type", "a whole number"),
    "json_invalid": ("json", "{error}"),
    "json_type": ("type", "JSON text, as bytes or str"),
    "invalid_key": ("unknown", "no field has this name"),
    "recursion_depth_exceeded": TOO_DEEP,
    "recursion_loop": TOO_DEEP,
}
_COUNTS = {
    ("too_short", True): ("min_pairs", "at least {min_length} pairs"),
    ("too_long", True): ("max_pairs", "at most {max_length} pairs"),
    ("too_short", False): ("min_items", "at least {min_length} items"),
    ("too_long", False): ("max_items", "at most {max_length} items"),
}
_NOT_NULL = "may not be null"
_KINDS = {
    "string": "a string",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "dict": "an object",
    "model": "an object",
}


def _place(location: _Location) -> str:
    """A location as text; pairs of maps come as `[key 2]`, union members below 0."""
    place = ""
    for part in location:
        if isinstance(part, int):
            place += f"[{part}]" if part >= 0 else ""
        elif part.startswith("[key "):
            place += part
        else:
            name = _shown(part)
            place += f".{name}" if place else name
    return place


def _shown(name: str) -> str:
    """A name that may come from anywhere: on one line, and not too long."""
    plain = name if name.isprintable() else ascii(name)[1:-1]
    return plain if len(plain) <= 80 else f"{plain[:77]}..."


def _rule(kind: str, context: dict[str, Any], value: Any) -> tuple[str, str]:
    """The rule that a pydantic error of `kind` stands for, and what is allowed."""
    if isinstance(value, _Unwritable) and kind != "invalid_key":
        return "type", WRITABLE
    if "allowed" in context:  # one of this module's own
        return ("null", _NOT_NULL) if value is None else (kind, context["allowed"])
    if kind in _WORDS:
        rule, allowed = _WORDS[kind]
        if kind == "string_pattern_mismatch" and context["pattern"] in FORMATS:
            return "format", FORMATS[context["pattern"]]
        return rule, _told(allowed, _plain(context))
    if kind in ("too_short", "too_long"):
        rule, allowed = _COUNTS[kind, context["field_type"] == "Dictionary"]
        return rule, _told(allowed, context)
    if value is None:
        return "null", _NOT_NULL
    if kind == "literal_error":
        rule = "enum" if isinstance(value, str) else "type"
        return rule, f"one of {context['expected']}"
    return "type", _KINDS.get(kind.partition("_")[0], "another type")


def _told(allowed: str, context: dict[str, Any]) -> str:
    """What is allowed, in words: one character, two characters."""
    return re.sub(r"\b1 (character|item|pair)s$", r"1 \1", allowed.format_map(context))


def _plain(context: dict[str, Any]) -> dict[str, Any]:
    """Limits as a person writes them: 0, not 0.0."""
    return {
        key: int(value) if isinstance(value, float) and value.is_integer() else value
        for key, value in context.items()
    }


_DEEPEST = 255
"""Pydantic looks no deeper."""


class _Unwritable:
    """Text that has no form in UTF-8, marked: no field takes it for text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return ascii(self.text)[1:-1]


def marked(value: Any, seen: dict[int, Any], depth: int = 0) -> Any:
    """A copy of arguments in which each text that can't be sent is marked."""
    if isinstance(value, str):
        return _Unwritable(value) if is_unwritable(value) else value
    if id(value) in seen or depth > _DEEPEST:
        return seen.get(id(value), value)
    seen[id(value)] = value  # a list may hold itself

    def inside(part: Any) -> Any:
        return marked(part, seen, depth + 1)

    if isinstance(value, BaseModel):
        parts = {name: inside(part) for name, part in value.__dict__.items()}
        seen[id(value)] = value.model_copy(update=parts)
    elif isinstance(value, dict):
        seen[id(value)] = {inside(key): inside(part) for key, part in value.items()}
    elif isinstance(value, list):
        seen[id(value)] = [inside(part) for part in value]
    return seen[id(value)]


def mistakes_of(error: pydantic.ValidationError) -> tuple[Mistake, ...]:
    """Pydantic's error in this package's words, which hold no values."""
    mistakes = []
    for found in error.errors(include_url=False):
        place, value = _place(found["loc"]), found["input"]
        rule, allowed = _rule(found["type"], found.get("ctx", {}), value)
        if value is MISSING and rule != "unknown" and not place.endswith("]"):
            rule, allowed = _WORDS["missing"]
        elif isinstance(value, _Unwritable):
            value = value.text
        mistakes.append(Mistake(place, rule, allowed, value))
    return tuple(mistakes)
