"""What is known of faults in the copied modules: which change nothing, which nothing uses.

In: an API, the place of an edit and what it is in words. Out: a reason, or None. A fault that
is known to change nothing is tried all the same: if a test notices it, it counts as noticed.
Code for what an API does not have, such as headers, is no part of its builds, like a definition
that nothing imports: its faults are left out, and told.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from specloom import ir


class Known(NamedTuple):
    """A reason; it holds for a place and all inside it."""

    place: str
    change: str  # the edit, or its beginning; empty: any
    why: str

    def fits(self, place: str, change: str) -> bool:
        """Whether an edit is one of these."""
        inside = place == self.place or place.startswith(f"{self.place}.")
        return inside and change.startswith(self.change)


def silent_reason(place: str, change: str) -> str | None:
    """Why an edit changes nothing that anybody could see; None if it does."""
    return next((each.why for each in SILENT if each.fits(place, change)), None)


def unused_reason(api: ir.Api, place: str, change: str) -> str | None:
    """Why the code of an edit is no part of a build of this API; None if it is one."""
    for lacks, found in UNUSED.items():
        for each in found:
            if each.fits(place, change) and lacks(api):
                return each.why
    return None


def _endpoints(api: ir.Api) -> Iterator[ir.Endpoint]:
    return (endpoint for module in api.modules for endpoint in module.endpoints)


def _lacks(kind: str) -> Callable[[ir.Api], bool]:
    """Whether nothing that the API holds is of a kind of type."""

    def lacks(api: ir.Api) -> bool:
        types: list[ir.Type] = []
        for module in api.modules:
            for record in module.records:
                types += (field.type for field in record.fields)
            for endpoint in module.endpoints:
                types += (field.type for field in endpoint.arguments)
        return not any(part.kind == kind for each in types for part in ir.walk(each))

    return lacks


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


def _no_free_paths(api: ir.Api) -> bool:
    """No argument of a path could be empty, dots, or hold what has to be escaped."""
    return not any(
        isinstance(ir.bare(field.type), ir.StringType | ir.UnionType | ir.AnyType)
        and getattr(ir.bare(field.type), "pattern", None) is None
        for endpoint in _endpoints(api)
        for field in endpoint.parameters
    )


def _nothing_beside(api: ir.Api) -> bool:
    """No argument beside the body could break a rule of its place."""
    return (
        _no_free_paths(api)
        and _no_headers(api)
        and _no_null_texts(api)
        and _no_unclear_lists(api)
    )


def _pages_say_more(api: ir.Api) -> bool:
    """Each page has a field that says whether more follow."""
    return all(each.pages.more for each in _endpoints(api) if each.pages)


def _no_circles(api: ir.Api) -> bool:
    """No argument holds a record that may hold itself: all are of some depth."""
    fields = {
        ir.RecordType(record.home, record.name): record.fields
        for module in api.modules
        for record in module.records
    }

    def ends(fields_: Sequence[ir.Field], around: frozenset[ir.RecordType]) -> bool:
        used = {use for field in fields_ for use in ir.uses_of(field.type)}
        return not used & around and all(
            ends(fields.get(use, ()), around | {use}) for use in used
        )

    return all(ends(each.arguments, frozenset()) for each in _endpoints(api))


_HEADERS = "no argument is a header"
_LISTS = "no list is sent beside a body"
_UNCLEAR = "no list beside a body has items that could be empty or hold a comma"
_MOMENTS = "no point in time is sent beside a body"
_NULLS = "no text could stand for null in a query"
_PATHS = "no text of a path could be empty, or hold what has to be escaped"
_BESIDE = "nothing that is sent beside a body could break a rule of its place"
_ERRORS = "no error is documented"
_PAGES = "no endpoint has both pages and documented errors"
_MORE = "each page says whether more follow"
_CIRCLES = "no argument holds a record that may hold itself, so none is too deep"
_ANY = "nothing is any JSON but the value of a field that is unknown here"
_ADDRESS = "the address of pydantic's documentation is not looked at"

SILENT = (
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
    Known("_errors.mistakes_of", "`include_url=False`", _ADDRESS),
    Known("_values._Map.check", "`include_url=False`", _ADDRESS),
    Known(
        "_runtime.Endpoint._texts.null",
        '`self.api.null or ""`',
        "null is taken only where the spec says what stands for it",
    ),
    Known(
        "_errors.marked",
        "`depth > _DEEPEST`",
        "JSON is refused from 200 levels on, whatever is in it",
    ),
    Known(
        "_values.ready",
        "`not model.__pydantic_complete__`",
        "pydantic builds a model at its first use by itself",
    ),
)
"""Edits that change nothing."""

_CHECK = "_places._InQuery.check"
UNUSED: dict[Callable[[ir.Api], bool], tuple[Known, ...]] = {
    _lacks("uuid"): (Known("_values._UUID", "", "nothing is a UUID"),),
    _lacks("any"): (
        Known("_values._is_plain", "", _ANY),
        Known("_values._Json.check", "`depth", _ANY),
        Known("_values._Json.check", '`raise refuse("type", "JSON of', _ANY),
    ),
    _no_headers: (
        Known("_runtime.Endpoint._written.headers", "", _HEADERS),
        Known("_places._InHeader", "", _HEADERS),
        Known("_places._fits_headers", "", _HEADERS),
    ),
    _no_lists: (
        Known("_runtime.Endpoint._texts", '`self.api.lists == "comma"`', _LISTS),
        Known(_CHECK, "`isinstance(value, list)`", _LISTS),
    ),
    _no_unclear_lists: (
        Known("_places._unclear", "", _UNCLEAR),
        Known(_CHECK, '`context.get("lists")', _UNCLEAR),
        Known(_CHECK, "`raise refuse_parts(", _UNCLEAR),
    ),
    _no_null_texts: (Known(_CHECK, '`raise refuse("null_text"', _NULLS),),
    _no_moments: (Known("_values.timestamp_text", "", _MOMENTS),),
    _no_free_paths: (
        Known("_places._InPath.check", '`raise refuse("path"', _PATHS),
        Known("_runtime.Endpoint._written.segments", 'without `safe=""`', _PATHS),
    ),
    _nothing_beside: (
        Known("_places._Place._checked", "`value is not MISSING`", _BESIDE),
    ),
    _no_errors: (
        Known("_runtime.Api.endpoint", "without `errors=errors`", _ERRORS),
        Known("_runtime.Endpoint.__init__", "`errors or {}`", _ERRORS),
    ),
    _pages_say_more: (
        Known("_runtime.PagedRequest.next.more", "`pages.more is None or", _MORE),
    ),
    _no_circles: (Known("_runtime.Endpoint._sent", "`mistakes or (", _CIRCLES),),
    _no_errors_of_pages: (
        Known("_runtime.Api.paged_endpoint", "without `errors=errors`", _PAGES),
        Known("_runtime.PagedEndpoint.__init__", "without `errors=errors`", _PAGES),
    ),
}
"""Edits of code for what an API may not have."""
