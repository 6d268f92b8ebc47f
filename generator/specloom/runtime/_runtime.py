"""What every module of this package stands on: models, requests and one kind of error.

Needs pydantic and nothing else. Three things are decided here, once for all models:

* Left out is `pydantic.MISSING`, and is never sent; `None` is null.
* What is sent is checked strictly: unknown names and unknown enum values are refused.
  What is read is tolerant of a newer server: both are kept, unless `strict` is asked
  for.
* Nothing is coerced, in either direction, and no error shows a value: bodies hold
  patients' names. `Mistake.value` has it for those who ask.
"""

import json
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

import pydantic
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticSerializationError, to_json

from ._values import CLOSED, FORMATS, Json

_Location: TypeAlias = tuple[int | str, ...]
_Extra: TypeAlias = dict[str, Json]


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
    value: Any = field(default=None, repr=False, compare=False)
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


def _mistakes(error: pydantic.ValidationError) -> tuple[Mistake, ...]:
    mistakes = []
    for found in error.errors(include_url=False):
        value = found["input"]
        rule, allowed = _rule(found["type"], found.get("ctx", {}), value)
        mistakes.append(Mistake(_place(found["loc"]), rule, allowed, value))
    return tuple(mistakes)


def wire(name: str) -> Any:
    """A field that is called `name` in JSON."""
    return Field(validation_alias=name, serialization_alias=name)


class Model(BaseModel):
    """A JSON object. Made from Python it is checked as strictly as what is sent.

    `model_dump` and `model_dump_json` write the names of JSON. `model_validate` and its
    kin are pydantic's own: they read as tolerantly as `parse`, and raise its errors.
    """

    model_config = ConfigDict(
        extra="allow",
        hide_input_in_errors=True,
        protected_namespaces=(),
        revalidate_instances="always",
        serialize_by_alias=True,
        strict=True,
        validate_by_alias=True,
        validate_by_name=False,
    )
    if not TYPE_CHECKING:  # checkers would take it for an argument
        __pydantic_extra__: _Extra

    def __init__(self, /, **arguments: Any) -> None:
        """Makes the object of arguments by their Python names.

        Raises:
            ValidationError: if one breaks what is documented; lists every mistake.
        """
        given = {
            key: value for key, value in arguments.items() if value is not _MISSING
        }
        try:
            self.__pydantic_validator__.validate_python(
                given,
                self_instance=self,
                by_alias=False,
                by_name=True,
                context=CLOSED,
                extra="forbid",
            )
            return
        except pydantic.ValidationError as error:
            mistakes = _mistakes(error)
        raise ValidationError(type(self).__name__, mistakes)

    # Pydantic then knows that this does no more than its own, and skips it for JSON.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]


_MISSING = pydantic.MISSING


class Params(Model):
    """The arguments of a builder."""

    model_config = ConfigDict(extra="forbid")


def _lone_surrogates(value: Any, location: _Location) -> Iterator[Mistake]:
    """Texts that have no form in UTF-8; pydantic finds out when it writes them."""
    parts: Iterable[tuple[int | str, Any]] = ()
    if isinstance(value, BaseModel):
        parts = value.__dict__.items()
    elif isinstance(value, dict):
        parts = ((f"[key {at}]", part) for at, part in enumerate(value.values(), 1))
    elif isinstance(value, list):
        parts = enumerate(value)
    elif isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value):
        allowed = "text without lone surrogates"
        yield Mistake(_place(location), "type", allowed, value)
    for name, part in parts:
        yield from _lone_surrogates(part, (*location, name))


ResponseT = TypeVar("ResponseT")


def read(
    model: type[ResponseT], body: bytes | str, *, strict: bool, subject: str
) -> ResponseT:
    """JSON as `model`.

    Args:
        model: a class of this package.
        body: JSON text.
        strict: refuse fields and enum values that this release does not know.
        subject: what errors call the body.

    Raises:
        ValidationError: if the body breaks what is documented; lists every mistake.
    """
    validator: Any = getattr(model, "__pydantic_validator__")  # noqa: B009
    try:
        if strict:
            found = validator.validate_json(body, context=CLOSED, extra="forbid")
        else:
            found = validator.validate_json(body)
        return found  # type: ignore[no-any-return]
    except pydantic.ValidationError as error:
        mistakes = _mistakes(error)
    raise ValidationError(subject, mistakes)


@dataclass(frozen=True, slots=True)
class Api:
    """Where the API is, and which environment variable holds the caller's key."""

    base_url: str
    key_variable: str | None


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[ResponseT]):
    """One operation of the API."""

    api: Api
    name: str
    method: str
    path: str
    params: type[Params] | None
    returns: type[ResponseT] | None

    def request(self, /, **arguments: Any) -> "Request[ResponseT]":
        """The request for these arguments, by their Python names.

        Raises:
            ValidationError: if one breaks what is documented; lists every mistake.
        """
        if self.params is None:
            return Request(self, None)
        try:
            body = self.params(**arguments)
        except ValidationError as error:
            mistakes = error.mistakes
        else:
            try:
                return Request(self, to_json(body, by_alias=True))
            except PydanticSerializationError:  # UTF-8 has no lone surrogates
                mistakes = tuple(_lone_surrogates(body, ()))
        raise ValidationError(self.name, mistakes)


@dataclass(frozen=True, repr=False, slots=True)
class Request(Generic[ResponseT]):
    """A checked request, ready for any HTTP client, and the reader of its answer.

    It holds no key: add your own `Authorization` header when you send it.
    """

    endpoint: Endpoint[ResponseT]
    content: bytes | None
    """The body as JSON, or None if there is none."""

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.path} ({self.endpoint.name})>"

    @property
    def method(self) -> Literal["GET", "POST", "PUT", "PATCH", "DELETE"]:
        """The HTTP method."""
        return self.endpoint.method  # type: ignore[return-value]

    @property
    def path(self) -> str:
        """The path below the base URL."""
        return self.endpoint.path

    @property
    def headers(self) -> dict[str, str]:
        """The headers that the request needs, beside the key."""
        return {} if self.content is None else {"Content-Type": "application/json"}

    def url(self, base_url: str | None = None) -> str:
        """The whole URL, below `base_url` if the API lives elsewhere."""
        base = self.endpoint.api.base_url if base_url is None else base_url
        return base.rstrip("/") + self.path

    def parse(self, body: bytes | str, *, strict: bool = False) -> ResponseT:
        """The answer to this request.

        Args:
            body: the answer's body, JSON.
            strict: refuse fields and enum values that this release does not know.
                Types, presence and limits hold either way.

        Raises:
            ValidationError: if the body breaks what is documented; lists every mistake.
        """
        returns = self.endpoint.returns
        if returns is None:
            return None  # type: ignore[return-value]
        return read(
            returns, body, strict=strict, subject=f"the answer to {self.endpoint.name}"
        )

    def to_curl(self) -> str:
        """A shell command that sends it; names the key's variable, not the key."""
        usual = "GET" if self.content is None else "POST"
        verb = "" if self.method == usual else f"-X {self.method} "
        parts = [f"curl {verb}{shlex.quote(self.url())}"]
        parts += [f"-H {shlex.quote(f'{n}: {v}')}" for n, v in self.headers.items()]
        if self.endpoint.api.key_variable is not None:
            parts.append(
                f'-H "Authorization: Bearer ${self.endpoint.api.key_variable}"'
            )
        if self.content is not None:
            body = json.dumps(json.loads(self.content), ensure_ascii=False, indent=2)
            parts.append(f"-d {shlex.quote(body)}")
        return " \\\n    ".join(parts)
