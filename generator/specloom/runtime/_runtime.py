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
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar

import pydantic

if [*map(int, re.findall("[0-9]+", pydantic.VERSION)[:3])] < [2, 14, 2]:
    raise ImportError(f"pydantic 2.14.2 or newer is needed, not {pydantic.VERSION}")

from pydantic import BaseModel, ConfigDict
from pydantic_core import MISSING, PydanticSerializationError

from ._errors import TOO_DEEP, marked, mistakes_of
from ._errors import Mistake as Mistake
from ._errors import ValidationError as ValidationError
from ._places import as_text, items_of, places_of
from ._places import in_header as in_header
from ._places import in_path as in_path
from ._places import in_query as in_query
from ._places import wire as wire
from ._values import CLOSED, Json, ready

_Extra: TypeAlias = dict[str, Json]


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
            # Texts that JSON has no form for are told here, not when they are written.
            _validate(type(self), marked(_given(arguments), {}), CLOSED, self)
            return
        except pydantic.ValidationError as error:
            mistakes = mistakes_of(error)
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
        mistakes = mistakes_of(error)
    raise ValidationError(subject, mistakes)


class Api(NamedTuple):
    """Where the API is, how the caller's key is found, and how queries are written."""

    base_url: str
    key_variable: str | None
    """The environment variable that holds the key."""
    lists: Literal["comma", "repeat"] = "comma"
    """Lists are joined by commas, or their name is repeated."""
    null: str | None = None
    """What stands for null, if a query can hold it."""

    def endpoint(
        self,
        name: str,
        target: str,
        params: type[Params] | None,
        returns: type[ResponseT] | Alternatives[ResponseT] | None,
        *,
        errors: Mapping[str, type[Model]] | None = None,
    ) -> "Endpoint[ResponseT]":
        """One of its operations."""
        return Endpoint(self, name, target, params, returns, errors=errors)

    def paged_endpoint(
        self,
        name: str,
        target: str,
        params: type[Params] | None,
        returns: type[PageT],
        *,
        pages: "Pages",
        errors: Mapping[str, type[Model]] | None = None,
    ) -> "PagedEndpoint[PageT]":
        """One of its operations that answer page by page."""
        return PagedEndpoint(
            self, name, target, params, returns, pages=pages, errors=errors
        )


_Pairs: TypeAlias = tuple[tuple[str, str], ...]


class _Parts(NamedTuple):
    """The parts of a request that depend on arguments."""

    path: str
    query: _Pairs = ()
    headers: _Pairs = ()
    content: bytes | None = None


class Endpoint(Generic[ResponseT]):
    """One operation of the API."""

    # Made by hand: a dataclass costs every import a millisecond.
    __slots__ = ("api", "errors", "method", "name", "params", "path", "returns")

    def __init__(
        self,
        api: Api,
        name: str,
        target: str,
        params: type[Params] | None,
        returns: type[ResponseT] | Alternatives[ResponseT] | None,
        *,
        errors: Mapping[str, type[Model]] | None = None,
    ) -> None:
        """`target` is the method and the path, such as `GET /v1/users/{user_id}`.

        `errors` has the documented models, by `404`, `4XX` or `default`.
        """
        self.api = api
        self.name = name
        self.method, self.path = target.split(" ")
        self.params = params
        self.returns = returns
        self.errors = errors or {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Endpoint) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[Api, str, str, str]:
        return self.api, self.name, self.method, self.path

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
            _validate(self.params, marked(given, {}), context)
        except pydantic.ValidationError as error:
            mistakes = mistakes_of(error)
        raise ValidationError(self.name, mistakes or (Mistake("", *TOO_DEEP, None),))

    def _written(self, params: Params) -> _Parts:
        from urllib.parse import quote

        places = places_of(type(params))
        values = _given({**params.__dict__})
        segments = {
            alias: quote(as_text(values[name]), safe="")
            for name, alias in places.path.items()
        }
        query = [
            (alias, text)
            for name, alias in places.query.items()
            if name in values
            for text in self._texts(values[name])
        ]
        headers = [
            (alias, ",".join(map(as_text, items_of(values[name]))))
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
        texts = [null if item is None else as_text(item) for item in items_of(value)]
        return [",".join(texts)] if self.api.lists == "comma" else texts


class Pages(NamedTuple):
    """How an endpoint's pages follow each other, in Python names."""

    cursor: str
    """The argument that asks for a page."""
    next: str
    """The field of a page with the next one's cursor."""
    more: str | None = None
    """The field of a page that says whether there is a next one."""


class PagedEndpoint(Endpoint[PageT]):
    """One operation of the API that answers page by page."""

    __slots__ = ("pages",)

    def __init__(
        self,
        api: Api,
        name: str,
        target: str,
        params: type[Params] | None,
        returns: type[PageT],
        *,
        pages: Pages,
        errors: Mapping[str, type[Model]] | None = None,
    ) -> None:
        """An `Endpoint` whose pages follow each other as `pages` says."""
        super().__init__(api, name, target, params, returns, errors=errors)
        self.pages = pages

    def request(self, /, **arguments: Any) -> "PagedRequest[PageT]":
        """The request for these arguments, by their Python names.

        Raises:
            ValidationError: if one breaks what is documented; lists every mistake.
        """
        given = _given(arguments)
        sent = self._sent(given)
        cursors = frozenset({given.get(self.pages.cursor)})
        return PagedRequest(self, *sent, copy.deepcopy(given), cursors)


@dataclass(frozen=True, slots=True)
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
        """The headers that the request needs besides the key."""
        kind = {} if self.content is None else {"Content-Type": "application/json"}
        return {**kind, **dict(self._headers)}

    def url(self, base_url: str | None = None) -> str:
        """The whole URL, below `base_url` if the API lives elsewhere."""
        from urllib.parse import quote, urlencode

        base = self.endpoint.api.base_url if base_url is None else base_url
        query = urlencode(self.query, quote_via=quote)
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


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class PagedRequest(Request[PageT]):
    """The request for a page, which knows the request for the next one."""

    # `eq=False`: requests are equal if they say the same, whatever came before them.
    _arguments: dict[str, Any]
    _cursors: frozenset[Any]
    """Those that this request and those before it sent."""

    def next(self, page: PageT) -> "PagedRequest[PageT] | None":
        """The request for the page after `page`, or None if that is the last one.

        A cursor that was sent before ends it, too: pages never go in circles.

        Args:
            page: the answer to this request.

        Raises:
            TypeError: if `page` is no answer to this request.
            ValidationError: if the page's cursor can't be sent.
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
