"""Faults of the copied modules that nobody can tell from the right code, and why.

In: an API, the place of an edit and what it is in words. Out: a reason, or None. A fault that
has one is tried all the same: if a test notices it, it counts as noticed.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from specloom import ir


class Known(NamedTuple):
    """A reason; it holds for a place and all inside it, if the API is such."""

    place: str
    change: str  # the edit, or its beginning; empty: any
    why: str
    when: Callable[[ir.Api], bool] = lambda api: True


def known_reason(api: ir.Api, place: str, change: str) -> str | None:
    """Why an edit changes nothing that anybody could see; None if it does."""
    for known in KNOWN:
        inside = place == known.place or place.startswith(f"{known.place}.")
        if inside and change.startswith(known.change) and known.when(api):
            return known.why
    return None


def _endpoints(api: ir.Api) -> Iterator[ir.Endpoint]:
    return (endpoint for module in api.modules for endpoint in module.endpoints)


def _no_headers(api: ir.Api) -> bool:
    return not any(endpoint.headers for endpoint in _endpoints(api))


def _no_lists(api: ir.Api) -> bool:
    """No argument beside the body is a list."""
    return not any(
        isinstance(ir.bare(field.type), ir.ListType)
        for endpoint in _endpoints(api)
        for field in (*endpoint.query, *endpoint.headers)
    )


def _no_unclear_lists(api: ir.Api) -> bool:
    """No list beside the body has items that could be empty or hold a comma."""
    return not any(
        _may_be_unclear(ir.bare(part.item.type))
        for endpoint in _endpoints(api)
        for field in (*endpoint.query, *endpoint.headers)
        for part in ir.walk(field.type)
        if isinstance(part, ir.ListType)
    )


def _may_be_unclear(item: ir.Type) -> bool:
    if isinstance(item, ir.EnumType):
        return any(not each.value or "," in each.value for each in item.values)
    return isinstance(item, ir.StringType | ir.ConstType | ir.UnionType)


def _no_null_texts(api: ir.Api) -> bool:
    """No argument of a query that may be null could be the text that stands for it."""
    return not any(
        field.nullable and isinstance(ir.bare(field.type), ir.StringType)
        for endpoint in _endpoints(api)
        for field in endpoint.query
    )


def _no_moments(api: ir.Api) -> bool:
    """No argument beside the body is a point in time, or a list of them."""
    return not any(
        isinstance(part, ir.DateTimeType)
        for endpoint in _endpoints(api)
        for field in (*endpoint.parameters, *endpoint.query, *endpoint.headers)
        for part in ir.walk(field.type)
    )


def _no_errors(api: ir.Api) -> bool:
    return not any(endpoint.errors for endpoint in _endpoints(api))


def _no_errors_of_pages(api: ir.Api) -> bool:
    return not any(endpoint.pages and endpoint.errors for endpoint in _endpoints(api))


_HEADERS = "no endpoint of this build has an argument that is a header"
_LISTS = "no endpoint of this build sends a list beside its body"
_MOMENTS = "no endpoint of this build sends a point in time beside its body"
_UNCLEAR = "no list beside a body has items that could be empty or hold a comma"
_NULLS = "no text of this build could stand for null in a query"
_ERRORS = "no endpoint of this build documents an error"
_PAGES = "no endpoint of this build has both pages and documented errors"

KNOWN = (
    Known(
        "_runtime.Model.model_config",
        "`defer_build=True`",
        "models are built earlier, which only costs time",
    ),
    Known(
        "_runtime.Model.model_config",
        "without `protected_namespaces=()`",
        "pydantic would only warn of names that begin as its own do",
    ),
    Known(
        "_runtime.Endpoint._written",
        "`warnings=False`",
        "what has just been validated gives no warnings",
    ),
    Known(
        "_runtime.PagedEndpoint.__init__",
        "without `errors=errors`",
        _PAGES,
        _no_errors_of_pages,
    ),
    Known("_runtime.Api.endpoint", "without `errors=errors`", _ERRORS, _no_errors),
    Known(
        "_runtime.Api.paged_endpoint",
        "without `errors=errors`",
        _PAGES,
        _no_errors_of_pages,
    ),
    Known("_runtime.Endpoint._written.headers", "", _HEADERS, _no_headers),
    Known("_runtime.Endpoint._texts.joined", "", _LISTS, _no_lists),
    Known("_places._InHeader", "", _HEADERS, _no_headers),
    Known("_places._fits_headers", "", _HEADERS, _no_headers),
    Known("_places._unclear", "", _UNCLEAR, _no_unclear_lists),
    Known("_places._InQuery.check", "`isinstance(value, list)`", _LISTS, _no_lists),
    Known(
        "_places._InQuery.check",
        '`context.get("lists")',
        _UNCLEAR,
        _no_unclear_lists,
    ),
    Known(
        "_places._InQuery.check",
        "`raise refuse_parts(",
        _UNCLEAR,
        _no_unclear_lists,
    ),
    Known(
        "_places._InQuery.check", '`raise refuse("null_text"', _NULLS, _no_null_texts
    ),
    Known(
        "_errors.mistakes_of",
        "`include_url=False`",
        "the address of pydantic's documentation is not looked at",
    ),
    Known(
        "_values._Map.check",
        "`include_url=False`",
        "the address of pydantic's documentation is not looked at",
    ),
    Known(
        "_errors.marked",
        "`depth > _DEEPEST`",
        "JSON is refused from 200 levels on, whatever is in it",
    ),
    Known("_values.timestamp_text", "", _MOMENTS, _no_moments),
    Known(
        "_values.ready",
        "`not model.__pydantic_complete__`",
        "pydantic builds a model at its first use by itself",
    ),
)
