"""The one place that makes names: cases, class names, Python names, wire names.

In: words as the spec writes them. Out: identifiers. Imports nobody of the project.
"""

import keyword
import re
from collections.abc import Iterable
from functools import cache

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
"""What the spec may call an endpoint, a resource, a build or a word: snake case."""

CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")
"""What the spec may call a type or a record."""

MEMBER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$.-]*")
"""What the spec may call a field."""

WORD = re.compile(r"<(\w+)>")
"""A word of the vocabulary inside a name or a text; the group is the word."""

DEVICES = frozenset(
    ["aux", "con", "nul", "prn"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)]
)
"""What Windows lets no file or folder be called, whatever its ending."""

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATORS = re.compile(r"[^A-Za-z0-9]+")

# What a field can't be called in Python, because a pydantic model or its class has it already
# (pydantic 2.14, `dir(BaseModel)` and `dir(type(BaseModel))`), or because the class body or a
# signature needs the name itself.
_MODEL_ATTRIBUTES = frozenset(
    [
        "construct",
        "copy",
        "dict",
        "fields",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "mro",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "register",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
    ]
)
_BODY_NAMES = frozenset(
    [
        "bool",
        "datetime",
        "float",
        "in_header",
        "in_path",
        "in_query",
        "int",
        "list",
        "str",
        "wire",
        "Annotated",
        "Any",
        "Field",
        "Literal",
        "Open",
    ]
)


def pascal(words: str, acronyms: Iterable[str] = ()) -> str:
    """`reroute_url` → `RerouteURL` if URL is an acronym, else `RerouteUrl`."""
    known = {acronym.lower(): acronym for acronym in acronyms}
    parts = [part for part in _SEPARATORS.split(words) if part]
    return "".join(known.get(part, part[:1].upper() + part[1:]) for part in parts)


def camel(words: str) -> str:
    """`study_instance_uid` → `studyInstanceUid`."""
    first, *rest = words.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


@cache
def snake(name: str) -> str:
    """`PatientID` → `patient_id`, `x-request-id` → `x_request_id`."""
    parts = _SEPARATORS.split(_BOUNDARY.sub("_", name))
    return "_".join(part.lower() for part in parts if part)


def capital(value: str) -> str:
    """What `<Word>` stands for: Pascal case of an identifier, else a capital first letter."""
    if IDENTIFIER.fullmatch(value):
        return pascal(value)
    return value[:1].upper() + value[1:]


def singular(noun: str) -> str:
    """`studies` → `study`, `orgs` → `org`, `express` stays: for class names of endpoints."""
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "shes", "ches", "xes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun[:-1]
    return noun


def wire_name(name: str, case: str) -> str:
    """What is sent for a field called `name`: a capital or a hyphen makes it exact.

    `case` is the spec's `wire_case`: `camel` or `snake`.
    """
    if not IDENTIFIER.fullmatch(name):
        return name
    return camel(name) if case == "camel" else name


@cache
def python_member(name: str) -> str:
    """The attribute of a model or the parameter of a builder for a field called `name`."""
    word = snake(name)
    if not word:
        return ""
    if word[0].isdigit():
        word = "n" + word
    taken = word in _MODEL_ATTRIBUTES or word in _BODY_NAMES
    return word + "_" if taken or keyword.iskeyword(word) else word


def python_function(name: str) -> str:
    """The builder of an endpoint called `name`: a keyword gets a trailing underscore."""
    return name + "_" if keyword.iskeyword(name) else name


def endpoint_class(resource: str, endpoint: str, acronyms: Iterable[str]) -> str:
    """The stem of an endpoint's class names: `studies`, `reroute_url` → `StudyRerouteURL`."""
    known = tuple(acronyms)
    return pascal(singular(resource), known) + pascal(endpoint, known)
