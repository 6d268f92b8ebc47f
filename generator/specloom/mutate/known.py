"""What is known of faults in the copied modules: which change nothing, which nothing uses.

In: an API, the place of an edit and what it is in words. Out: a reason, or None. A fault that
is known to change nothing is tried all the same: if a test notices it, it counts as noticed.
Code for what an API does not have, such as headers, is no part of its builds, like a definition
that nothing imports: its faults are left out, and told.
"""

from collections.abc import Callable
from typing import NamedTuple

from specloom import ir
from specloom.mutate import lacking


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
_STYLES = "no rule of a place depends on how lists and null are written"
_FRACTIONS = "every bound of a number is whole"
_TOLD = "no union has a discriminator"
_TEXT = "no union has a single kind of text that is not any text"
_TEXTS = "no union has several kinds of text"
_BYTES = "no record is in what has a limit in bytes"
_RECORD = "no union has a single record"
_CLASSES = "every member of a union is a class"
_ONE_NAME = (
    "what tells records of unions apart is called the same in Python and in JSON"
)
_UNION = "_values.OneOf.__get_pydantic_core_schema__"
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
        "_places.places_of",
        "`info.serialization_alias or name`",
        "what stands beside a body says how it is called there, always",
    ),
    Known(
        "_values.OneOf.__get_pydantic_core_schema__.kinds",
        "`strict=True`",
        "there is a schema and a model for each member",
    ),
    Known(
        "_errors.marked",
        "`id(value) in seen or",
        "the depth ends a circle as well, only later",
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
    lacking.lacks("uuid"): (Known("_values._UUID", "", "nothing is a UUID"),),
    lacking.lacks("any"): (
        Known("_values._is_plain", "", _ANY),
        Known("_values._Json.check", "`depth", _ANY),
        Known("_values._Json.check", '`raise refuse("type", "JSON of', _ANY),
    ),
    lacking.no_headers: (
        Known("_runtime.Endpoint._written.headers", "", _HEADERS),
        Known("_places._InHeader", "", _HEADERS),
        Known("_places._fits_headers", "", _HEADERS),
    ),
    lacking.no_lists: (
        Known("_runtime.Endpoint._texts", '`self.api.lists == "comma"`', _LISTS),
        Known(_CHECK, "`isinstance(value, list)`", _LISTS),
    ),
    lacking.no_unclear_lists: (
        Known("_places._unclear", "", _UNCLEAR),
        Known(_CHECK, '`context.get("lists")', _UNCLEAR),
        Known(_CHECK, "`raise refuse_parts(", _UNCLEAR),
    ),
    lacking.no_null_texts: (Known(_CHECK, '`raise refuse("null_text"', _NULLS),),
    lacking.no_moments: (Known("_values.timestamp_text", "", _MOMENTS),),
    lacking.no_free_paths: (
        Known("_places._InPath.check", '`raise refuse("path"', _PATHS),
        Known("_runtime.Endpoint._written.segments", 'without `safe=""`', _PATHS),
    ),
    lacking.nothing_beside: (
        Known("_places._Place._checked", "`value is not MISSING`", _BESIDE),
    ),
    lacking.no_errors: (
        Known("_runtime.Api.endpoint", "without `errors=errors`", _ERRORS),
        Known("_runtime.Endpoint.__init__", "`errors or {}`", _ERRORS),
    ),
    lacking.pages_say_more: (
        Known("_runtime.PagedRequest.next.more", "`pages.more is None or", _MORE),
    ),
    lacking.plain_places: (
        Known("_places._Place._checked", "`info.context or {}`", _STYLES),
    ),
    lacking.no_fractions: (
        Known("_errors._plain", "`isinstance(value, float) and", _FRACTIONS),
    ),
    lacking.no_discriminators: (
        Known("_values.OneOf.record", "`[given] ==", _TOLD),
        Known("_values.OneOf.record", "`name in value`", _TOLD),
    ),
    lacking.no_lone_text: (Known(_UNION, "`len(texts) > 1`", _TEXT),),
    lacking.no_texts_apart: (
        Known(_UNION, '`mode="left_to_right"`', _TEXTS),
        Known(_UNION, "without `custom_error_type=", _TEXTS),
        Known(_UNION, "without `custom_error_message=", _TEXTS),
        Known(_UNION, 'without `custom_error_context={"allowed": "one of', _TEXTS),
    ),
    lacking.no_bytes_of_records: (
        Known("_values.MaxBytes.check", "`by_alias=True`", _BYTES),
    ),
    lacking.no_lone_record: (Known(f"{_UNION}.choose", "`len(records) > 1`", _RECORD),),
    lacking.only_classes: (
        Known("_values._model_of", "`isinstance(bare, type) and", _CLASSES),
    ),
    lacking.told_by_one_name: (Known("_values._names", "`by_name`", _ONE_NAME),),
    lacking.no_circles: (Known("_runtime.Endpoint._sent", "`mistakes or (", _CIRCLES),),
    lacking.no_errors_of_pages: (
        Known("_runtime.Api.paged_endpoint", "without `errors=errors`", _PAGES),
        Known("_runtime.PagedEndpoint.__init__", "without `errors=errors`", _PAGES),
    ),
}
"""Edits of code for what an API may not have."""
