"""Where an argument goes: into the path, the query, a header or the body.

Each is an annotation that gives a field its name on the wire and checks what its place
can't hold, so that all mistakes of a call are told in one error. How queries are
written is a matter of the API: the validation context has `lists` and `null` of `Api`.
"""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel, Field, GetCoreSchemaHandler
from pydantic_core import MISSING, PydanticCustomError, core_schema, to_json

from ._values import ready, refuse, refuse_parts, timestamp_text


def wire(name: str) -> Any:
    """A field that is called `name` in JSON."""
    return Field(validation_alias=name, serialization_alias=name)


def as_text(value: Any) -> str:
    """A value as paths, queries and headers hold it."""
    if isinstance(value, str):
        return value.encode().decode()  # an error if UTF-8 has no form for it
    if isinstance(value, datetime):
        return timestamp_text(value)
    # Python's own has no more than 4300 digits.
    return str(value) if isinstance(value, float) else to_json(value).decode()


def items_of(value: Any) -> list[Any]:
    """A list's items; any other value is the only one."""
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


class _InPath(_Place):
    """A segment of the path: never one that clients and servers drop."""

    def check(self, value: Any, context: dict[str, Any]) -> None:
        if as_text(value) in ("", ".", ".."):
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
        if self.null and value is not None and as_text(value) == context.get("null"):
            raise refuse("null_text", "text other than what stands for null")


class _InHeader(_Place):
    """A header's value; items of a list are joined by commas."""

    def check(self, value: Any, context: dict[str, Any]) -> None:
        kind = refuse("header", "printable ASCII, with no space at its ends")
        texts = enumerate(map(as_text, items_of(value)))
        bad = [(kind, at, text) for at, text in texts if not _fits_headers(text)]
        if not isinstance(value, list):
            if bad:
                raise kind
        elif mistakes := _unclear(value) + bad:
            raise refuse_parts(mistakes)


def _fits_headers(text: str) -> bool:
    return text.isascii() and text.isprintable() and text == text.strip()


def _unclear(items: list[Any]) -> list[tuple[PydanticCustomError, int | str, Any]]:
    """Items that could not be told apart once commas join them."""
    kind = refuse("comma", "not empty, and without commas")
    texts = enumerate(map(as_text, items))
    return [(kind, at, text) for at, text in texts if not text or "," in text]


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


class Places(NamedTuple):
    """Where the arguments of a class go: names on the wire by Python names."""

    path: dict[str, str]
    query: dict[str, str]
    headers: dict[str, str]
    body: set[str]


@cache
def places_of(params: type[BaseModel]) -> Places:
    """Worked out once for each class."""
    ready(params)
    places = Places({}, {}, {}, set())
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
