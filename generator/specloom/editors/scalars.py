"""The shapes of `spec.language` that are one text, number or truth, as JSON Schemas.

Specloom reads text and asks the key what it means; a schema sees what YAML makes of it. So a
text may be a number, a truth or null there: `doc: 5`, `name: true`.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from specloom.editors import patterns
from specloom.names import IDENTIFIER
from specloom.spec.language import BASE_URL, PREFIX, Key, Shape

JSON: TypeAlias = dict[str, Any]


def described(schema: JSON, doc: str) -> JSON:
    """The schema with what an editor shows of it."""
    shown = {"description": doc.replace("`", "")}
    if "`" in doc:
        shown["markdownDescription"] = doc
    return {**shown, **schema}


def never(message: str) -> JSON:
    """Nothing is right here; an editor shows the message, and does not propose the key.

    `not: {}` would say so, too, but with a message of the editor's own.
    """
    return {
        "type": "object",
        "if": {"type": "object"},
        "then": {"type": "array", "errorMessage": message},
        "errorMessage": message,
        "doNotSuggest": True,
    }


def text(
    pattern: str, message: str, *, but: tuple[str, ...] = ("object", "array")
) -> JSON:
    """A text of a pattern. `but`: what it is not, as YAML reads it without quotes.

    `type` would say the same, but an editor would propose `true` and `null` then.
    """
    return {
        "pattern": pattern,
        "errorMessage": message,
        "if": {"type": list(but)},
        "then": {"type": "string", "errorMessage": message},
    }


def one_of(keys: Iterable[str], needed: str, twice: str) -> JSON:
    """Exactly one of these keys stands in a mapping; the messages if none does, or two."""
    names = list(keys)
    others = {
        name: {"properties": {other: never(twice) for other in names[at + 1 :]}}
        for at, name in enumerate(names[:-1])
    }
    return {
        "anyOf": [{"required": [name], "errorMessage": needed} for name in names],
        "dependencies": others,
    }


_STRING_ONLY = ("object", "array", "number", "boolean", "null")
_NAME = ("object", "array", "number")

_TEXTS: dict[Shape, JSON] = {
    "prose": text(patterns.PROSE, "a text is needed here"),
    "wire": text(patterns.PROSE, "a name is needed here"),
    "null_text": text(
        patterns.PROSE,
        'the text that stands for null, in quotes: `"null"`',
        but=("object", "array", "null"),
    ),
    "identifier": text(
        patterns.exactly(IDENTIFIER), "lower case, digits and underscores", but=_NAME
    ),
    "prefix": text(
        patterns.exactly(PREFIX, words=True),
        "lower-case letters and digits, such as `usr`",
        but=_NAME,
    ),
    "variable": text(
        patterns.VARIABLE, "an environment variable, such as `API_KEY`", but=_NAME
    ),
    "resource": text(
        patterns.RESOURCE, "names with dots between them: `viewer.studies`", but=_NAME
    ),
    "base_url": text(
        patterns.exactly(BASE_URL), "`https://` and a host", but=_STRING_ONLY
    ),
    "path": text(
        patterns.PATH, "a path, such as `/` or `/v1/studies/{id}`", but=_STRING_ONLY
    ),
    "pattern": text(
        patterns.PATTERN, "a pattern of a whole text: `^...$`", but=_STRING_ONLY
    ),
    "marks": text(
        patterns.file_marks(),
        "marks, such as `+2026-08 @express`",
        but=("object", "array", "boolean", "null"),
    ),
    "count": {
        "type": ["integer", "string"],
        "minimum": 0,
        "pattern": patterns.COUNT,
        "errorMessage": "a whole number from 0",
    },
    "number": {
        "type": ["number", "string"],
        "pattern": patterns.NUMBER,
        "errorMessage": "a number",
    },
    "step": {
        "type": ["number", "string"],
        "exclusiveMinimum": 0,
        "pattern": patterns.STEP,
        "errorMessage": "a number above 0",
    },
    "truth": {
        "type": ["boolean", "string"],
        "pattern": patterns.TRUTH,
        "errorMessage": "`true` or `false`",
    },
    "constant": {
        "type": ["string", "number", "boolean"],
        "errorMessage": "a text, a whole number, `true` or `false`",
    },
    "enum": {
        "type": ["array", "object"],
        "items": {
            "type": ["string", "number", "boolean"],
            "errorMessage": 'a text; null is none, the text is `"null"`',
        },
        "minItems": 1,
        "minProperties": 1,
        "additionalProperties": text(patterns.PROSE, "what the value means, as a text"),
    },
    "example": {},
}


def of_shape(key: Key) -> JSON:
    """The schema of a key's value, if it is one text, number or truth, or an enum.

    Raises:
        KeyError: its shape is none of these.
    """
    if key.value != "choice":
        return _TEXTS[key.value]
    message = " or ".join(f"`{each}`" for each in key.choices)
    choices: JSON = {"enum": list(key.choices), "errorMessage": message}
    if not all(map(str.isdecimal, key.choices)):
        return choices
    numbers = {"enum": list(map(int, key.choices)), "errorMessage": message}
    quoted = {"type": "string", "pattern": f"^(?:{'|'.join(key.choices)})$"}
    return {"anyOf": [numbers, {**quoted, "errorMessage": message}]}
