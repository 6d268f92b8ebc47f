"""What every module of this package stands on: models, requests and one kind of error.

Needs pydantic and nothing else. Three things are decided here, once for all models:

* Left out is `pydantic.MISSING`, and is never sent; `None` is null.
* What is sent is checked strictly: unknown names and unknown enum values are refused.
  What is read is tolerant of a newer server: both are kept, unless `strict` is asked
  for.
* Nothing is coerced, in either direction, and no error shows a value: bodies hold
  patients' names. `Mistake.value` has it for those who ask.
"""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    Literal,
    NamedTuple,
    TypeAlias,
    TypeVar,
)

import pydantic

if [*map(int, re.findall("[0-9]+", pydantic.VERSION)[:3])] < [2, 14, 2]:
    raise ImportError(f"pydantic 2.14.2 or newer is needed, not {pydantic.VERSION}")

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import (
    MISSING,
    PydanticCustomError,
    PydanticSerializationError,
    core_schema,
    to_json,
)

from ._values import (
    CLOSED,
    FORMATS,
    WRITABLE,
    Json,
    is_unwritable,
    ready,
    refuse,
    refuse_parts,
    timestamp_text,
)

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
    "invalid_key": ("unknown", "no field has this name"),
    "recursion_loop": ("type", "fewer levels"),
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
    if isinstance(value, _Unwritable):
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


class _Unwritable:
    """Text that has no form in UTF-8, marked: no field takes it for text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return ascii(self.text)[1:-1]


def _marked(value: Any, seen: dict[int, Any]) -> Any:
    """A copy of arguments in which each text that can't be sent is marked."""
    if isinstance(value, str):
        return _Unwritable(value) if is_unwritable(value) else value
    if id(value) not in seen:
        seen[id(value)] = value  # a list may hold itself
        if isinstance(value, BaseModel):
            parts = value.__dict__.items()
            update = {name: _marked(part, seen) for name, part in parts}
            seen[id(value)] = value.model_copy(update=update)
        elif isinstance(value, dict):
            seen[id(value)] = {
                _marked(key, seen): _marked(part, seen) for key, part in value.items()
            }
        elif isinstance(value, list):
            seen[id(value)] = [_marked(part, seen) for part in value]
    return seen[id(value)]


def _mistakes(error: pydantic.ValidationError) -> tuple[Mistake, ...]:
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


def wire(name: str) -> Any:
    """A field that is called `name` in JSON."""
    return Field(validation_alias=name, serialization_alias=name)


def _as_text(value: Any) -> str:
    """A value as paths, queries and headers hold it."""
    if isinstance(value, str):
        return value.encode().decode()  # an error if UTF-8 has no form for it
    if isinstance(value, datetime):
        return timestamp_text(value)
    # Python's own has no more than 4300 digits.
    return str(value) if isinstance(value, float) else to_json(value).decode()


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class _Place:
    """Where an argument is sent as text, and what that place can't hold."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.with_info_after_validator_function(
            self._checked, handler(source)
        )

    def _checked(self, value: Any, info: core_schema.ValidationInfo[Any]) -> Any:
        if value is not MISSING:
            self.check(value, info.context or {})
        return value

    def check(self, value: Any, context: dict[str, Any]) -> None:
        """Refuses what the place can't hold."""
        raise NotImplementedError


class _InPath(_Place):
    """A segment of the path: never one that clients and servers drop."""

    def check(self, value: Any, context: dict[str, Any]) -> None:
        if _as_text(value) in ("", ".", ".."):
            raise refuse("path", "text that is not empty, '.' or '..'")


class _InQuery(_Place):
    """A pair of the query, or several. The context knows how the API writes them."""

    def __init__(self, *, null: bool) -> None:
        self.null = null

    def check(self, value: Any, context: dict[str, Any]) -> None:
        if isinstance(value, list):
            unclear = _unclear(value) if context.get("lists") == "comma" else []
            if unclear:
                raise refuse_parts(unclear)
            value = value[0] if len(value) == 1 else None
        if self.null and value is not None and _as_text(value) == context.get("null"):
            raise refuse("null_text", "text other than what stands for null")


_HEADER = re.compile("(?:[!-~](?:[ -~]*[!-~])?)?")


class _InHeader(_Place):
    """A header's value; items of a list are joined by commas."""

    def check(self, value: Any, context: dict[str, Any]) -> None:
        kind = refuse("header", "printable ASCII, with no space at its ends")
        bad = [
            (kind, at, item)
            for at, item in enumerate(_items(value))
            if not _HEADER.fullmatch(_as_text(item))
        ]
        if not isinstance(value, list):
            if bad:
                raise kind
        elif mistakes := _unclear(value) + bad:
            raise refuse_parts(mistakes)


def _unclear(items: list[Any]) -> list[tuple[PydanticCustomError, int | str, Any]]:
    """Items that could not be told apart once commas join them."""
    kind = refuse("comma", "not empty, and without commas")
    texts = enumerate(map(_as_text, items))
    return [(kind, at, items[at]) for at, text in texts if not text or "," in text]


def in_path(name: str) -> Any:
    """An argument that is sent as a segment of the path, where it says `{name}`."""
    return _sent_in(_InPath(), name)


def in_query(name: str, *, null: bool = False) -> Any:
    """An argument that is sent in the query; `null` if it may be null there."""
    return _sent_in(_InQuery(null=null), name)


def in_header(name: str) -> Any:
    """An argument that is sent as a header."""
    return _sent_in(_InHeader(), name)


def _sent_in(place: _Place, name: str) -> Any:
    info = wire(name)
    info.metadata.append(place)
    return info


class Model(BaseModel):
    """A JSON object. Made from Python it is checked as strictly as what is sent.

    `model_dump` and `model_dump_json` write the names of JSON. `model_validate` and its
    kin are pydantic's own: they read as tolerantly as `parse`, and raise its errors.
    """

    model_config = ConfigDict(
        defer_build=True,
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
        try:
            _validate(type(self), _given(arguments), CLOSED, self)
            return
        except pydantic.ValidationError as error:
            mistakes = _mistakes(error)
        raise ValidationError(type(self).__name__, mistakes)

    # Pydantic then knows that this does no more than its own, and skips it for JSON.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]


class Params(Model):
    """The arguments of a builder."""

    model_config = ConfigDict(extra="forbid")


def _given(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments that are not left out."""
    return {key: value for key, value in arguments.items() if value is not MISSING}


def _validate(
    model: type[BaseModel],
    given: dict[str, Any],
    context: dict[str, Any],
    instance: BaseModel | None = None,
) -> Any:
    """A model of arguments by their Python names; raises pydantic's own error."""
    return ready(model).validate_python(
        given,
        self_instance=instance,
        by_alias=False,
        by_name=True,
        context=context,
        extra="forbid",
    )


ResponseT = TypeVar("ResponseT")
PageT = TypeVar("PageT", bound=Model)


class Alternatives(Generic[ResponseT]):
    """An answer that is one of several records."""

    def __init__(self, annotation: Any) -> None:
        self.annotation = annotation

    @cached_property
    def validator(self) -> Any:
        """What reads the answer, made at its first use."""
        return pydantic.TypeAdapter(self.annotation).validator

    def __reduce__(self) -> tuple[Any, ...]:
        return Alternatives, (self.annotation,)


def read(
    model: type[ResponseT] | Alternatives[ResponseT],
    body: bytes | str,
    *,
    strict: bool,
    subject: str,
) -> ResponseT:
    """JSON as `model`.

    Args:
        model: a class of this package, or several.
        body: JSON text.
        strict: refuse fields and enum values that this release does not know.
        subject: what errors call the body.

    Raises:
        ValidationError: if the body breaks what is documented; lists every mistake.
    """
    made: Any = model
    validator = made.validator if isinstance(model, Alternatives) else ready(made)
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
    """Where the API is, how the caller's key is found, and how queries are written."""

    base_url: str
    key_variable: str | None
    """The environment variable that holds the key."""
    lists: Literal["comma", "repeat"] = "comma"
    """Lists are joined by commas, or their name is repeated."""
    null: str | None = None
    """What stands for null, if a query can hold it."""


class _Places(NamedTuple):
    """Where the arguments of a class go: names on the wire by Python names."""

    path: dict[str, str]
    query: dict[str, str]
    headers: dict[str, str]
    body: set[str]


@cache
def _places(params: type[Params]) -> _Places:
    ready(params)
    places = _Places({}, {}, {}, set())
    for name, info in params.model_fields.items():
        alias = info.serialization_alias or name
        kinds = {type(each) for each in info.metadata}
        if _InPath in kinds:
            places.path[name] = alias
        elif _InQuery in kinds:
            places.query[name] = alias
        elif _InHeader in kinds:
            places.headers[name] = alias
        else:
            places.body.add(name)
    return places


_Pairs: TypeAlias = tuple[tuple[str, str], ...]


class _Parts(NamedTuple):
    """The parts of a request that depend on arguments."""

    path: str
    query: _Pairs = ()
    headers: _Pairs = ()
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[ResponseT]):
    """One operation of the API."""

    api: Api
    name: str
    method: str
    path: str
    params: type[Params] | None
    returns: type[ResponseT] | Alternatives[ResponseT] | None = field(compare=False)
    errors: Mapping[str, type[Model]] = field(
        default_factory=dict, compare=False, kw_only=True
    )
    """The documented models of errors, by `404`, `4XX` or `default`."""

    def request(self, /, **arguments: Any) -> "Request[ResponseT]":
        """The request for these arguments, by their Python names.

        Raises:
            ValidationError: if one breaks what is documented; lists every mistake.
        """
        return Request(self, *self._sent(_given(arguments)))

    def _sent(self, given: dict[str, Any]) -> _Parts:
        """What is sent for these arguments."""
        if self.params is None:
            return _Parts(self.path)
        context = {**CLOSED, "lists": self.api.lists, "null": self.api.null}
        try:
            return self._written(_validate(self.params, given, context))
        except (
            pydantic.ValidationError,
            PydanticSerializationError,  # lone surrogates, or too many levels
            UnicodeEncodeError,
        ):
            pass
        # Once more, to tell the texts that can't be written with all other mistakes.
        mistakes: tuple[Mistake, ...] = ()
        try:
            _validate(self.params, _marked(given, {}), context)
        except pydantic.ValidationError as error:
            mistakes = _mistakes(error)
        raise ValidationError(
            self.name, mistakes or (Mistake("", *_WORDS["recursion_loop"]),)
        )

    def _written(self, params: Params) -> _Parts:
        from urllib.parse import quote

        places = _places(type(params))
        values = _given(params.__dict__)
        segments = {
            alias: quote(_as_text(values[name]), safe="")
            for name, alias in places.path.items()
        }
        query = [
            (alias, text)
            for name, alias in places.query.items()
            if name in values
            for text in self._texts(values[name])
        ]
        headers = [
            (alias, ",".join(map(_as_text, _items(values[name]))))
            for name, alias in places.headers.items()
            if name in values
        ]
        content = None
        if places.body:
            content = params.__pydantic_serializer__.to_json(
                params, include=places.body, by_alias=True, warnings=False
            )
        path = self.path.format_map(segments)
        return _Parts(path, tuple(query), tuple(headers), content)

    def _texts(self, value: Any) -> list[str]:
        """The texts that stand behind one name in the query."""
        null = self.api.null or ""
        texts = [null if item is None else _as_text(item) for item in _items(value)]
        joined = isinstance(value, list) and self.api.lists == "comma"
        return [",".join(texts)] if joined else texts


class Pages(NamedTuple):
    """How an endpoint's pages follow each other, in Python names."""

    cursor: str
    """The argument that asks for a page."""
    next: str
    """The field of a page with the next one's cursor."""
    more: str | None = None
    """The field of a page that says whether there is a next one."""


@dataclass(frozen=True, slots=True)
class PagedEndpoint(Endpoint[PageT]):
    """One operation of the API that answers page by page."""

    pages: Pages = field(kw_only=True)

    def request(self, /, **arguments: Any) -> "PagedRequest[PageT]":
        """The request for these arguments, by their Python names.

        Raises:
            ValidationError: if one breaks what is documented; lists every mistake.
        """
        given = _given(arguments)
        sent = self._sent(given)
        cursors = frozenset({given.get(self.pages.cursor)})
        return PagedRequest(self, *sent, copy.deepcopy(given), cursors)


@dataclass(frozen=True, repr=False, slots=True)
class Request(Generic[ResponseT]):
    """A checked request, ready for any HTTP client, and the reader of its answer.

    It holds no key: add your own `Authorization` header when you send it.
    """

    endpoint: Endpoint[ResponseT]
    path: str
    """The path below the base URL, percent-encoded, without the query."""
    query: tuple[tuple[str, str], ...]
    """Names and texts of the query, not encoded."""
    _headers: tuple[tuple[str, str], ...]
    content: bytes | None
    """The body as JSON, or None if there is none."""

    def __repr__(self) -> str:
        endpoint, kind = self.endpoint, type(self).__name__
        return f"<{kind} {endpoint.method} {endpoint.path} ({endpoint.name})>"

    @property
    def method(self) -> Literal["GET", "POST", "PUT", "PATCH", "DELETE"]:
        """The HTTP method."""
        return self.endpoint.method  # type: ignore[return-value]

    @property
    def headers(self) -> dict[str, str]:
        """The headers that the request needs, beside the key."""
        kind = {} if self.content is None else {"Content-Type": "application/json"}
        return {**kind, **dict(self._headers)}

    def url(self, base_url: str | None = None) -> str:
        """The whole URL, below `base_url` if the API lives elsewhere."""
        from urllib.parse import quote, urlencode

        base = self.endpoint.api.base_url if base_url is None else base_url
        query = urlencode(self.query, safe="", quote_via=quote)
        return f"{base.rstrip('/')}{self.path}{'?' if query else ''}{query}"

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

    def parse_error(
        self, status: int, body: bytes | str, *, strict: bool = False
    ) -> Model:
        """The answer to this request if it failed.

        Args:
            status: the answer's status code.
            body: the answer's body, JSON.
            strict: as in `parse`.

        Raises:
            LookupError: if no error with this status is documented.
            ValidationError: if the body breaks what is documented; lists every mistake.
        """
        name, errors = self.endpoint.name, self.endpoint.errors
        for key in (f"{status}", f"{status // 100}XX", "default"):
            if key in errors:
                subject = f"the answer {status} to {name}"
                return read(errors[key], body, strict=strict, subject=subject)
        raise LookupError(f"{name} documents no error with status {status}")

    def to_curl(self) -> str:
        """A shell command that sends it; names the key's variable, not the key."""
        import json
        from shlex import quote

        usual = "GET" if self.content is None else "POST"
        verb = "" if self.method == usual else f"-X {self.method} "
        parts = [f"curl {verb}{quote(self.url())}"]
        for name, text in self.headers.items():  # curl drops `name:` without a text
            parts.append(f"-H {quote(f'{name}: {text}' if text else f'{name};')}")
        if self.endpoint.api.key_variable is not None:
            parts.append(
                f'-H "Authorization: Bearer ${self.endpoint.api.key_variable}"'
            )
        if self.content is not None:
            body = json.dumps(json.loads(self.content), ensure_ascii=False, indent=2)
            parts.append(f"-d {quote(body)}")
        return " \\\n    ".join(parts)


@dataclass(frozen=True, repr=False, slots=True)
class PagedRequest(Request[PageT]):
    """The request for a page, which knows the request for the next one."""

    _arguments: dict[str, Any] = field(compare=False)
    _cursors: frozenset[Any] = field(compare=False)
    """Those that this request and those before it sent."""

    def next(self, page: PageT) -> "PagedRequest[PageT] | None":
        """The request for the page behind `page`, or None if that is the last one.

        A cursor that was sent before ends it, too: pages never go round in circles.

        Args:
            page: the answer to this request.

        Raises:
            TypeError: if `page` is no answer to this request.
            ValidationError: if the page's cursor is none that can be sent.
        """
        endpoint: Any = self.endpoint
        if not isinstance(page, endpoint.returns):
            wanted, found = endpoint.returns.__name__, type(page).__name__
            raise TypeError(f"{endpoint.name} answers {wanted}, not {found}")
        pages: Pages = endpoint.pages
        cursor = getattr(page, pages.next)
        more = pages.more is None or getattr(page, pages.more)
        if more is False or cursor in (MISSING, None, "", *self._cursors):
            return None
        after: PagedRequest[PageT] = endpoint.request(
            **{**self._arguments, pages.cursor: cursor}
        )
        return replace(after, _cursors=after._cursors | self._cursors)
