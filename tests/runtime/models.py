"""Models as packages have them, made by hand of what does not vary."""

from typing import Annotated, Literal, TypeAlias

from pydantic import MISSING, Field
from specloom.runtime._runtime import (
    Alternatives,
    Api,
    Endpoint,
    Model,
    PagedEndpoint,
    Pages,
    Params,
    in_header,
    in_path,
    in_query,
    wire,
)
from specloom.runtime._values import (
    CONST,
    MAP,
    NUMBER,
    UNIQUE,
    Date,
    Json,
    Matches,
    MaxBytes,
    MultipleOf,
    OneOf,
    Open,
    TimeOfDay,
    Timestamp,
    Uuid,
)

Number: TypeAlias = Annotated[float, NUMBER]
Colour: TypeAlias = Literal["red", "it's \"odd\" or 'even'"]


class Sail(Model):
    """A record with a constant."""

    kind: Annotated[Literal["sail"], CONST]
    area: Number


class Engine(Model):
    """Another record with the same constant's name."""

    kind: Annotated[Literal["engine"], CONST]
    power: int


class Crate(Model):
    """A record that is told by the fields it requires."""

    weight: Number


class Barrel(Model):
    """A record that requires more."""

    weight: Number
    litres: int


class Everything(Model):
    """A field of each kind."""

    text: str | MISSING = MISSING
    short: Annotated[str, Field(min_length=2, max_length=4)] | MISSING = MISSING
    code: Annotated[str, Field(pattern="^[A-Z]{2}$")] | MISSING = MISSING
    both: Annotated[str, Field(pattern="^[a-z]+$"), Matches("^.b$")] | MISSING = MISSING
    whole: int | MISSING = MISSING
    number: Number | MISSING = MISSING
    positive: Annotated[float, Field(ge=0), NUMBER] | MISSING = MISSING
    tenths: Annotated[float, NUMBER, MultipleOf(0.1)] | MISSING = MISSING
    flag: bool | MISSING = MISSING
    day: Date | MISSING = MISSING
    clock: TimeOfDay | MISSING = MISSING
    moment: Timestamp | MISSING = MISSING
    key: Uuid | MISSING = MISSING
    yes: Annotated[Literal[True], CONST] | MISSING = MISSING
    seven: Annotated[Literal[7], CONST] | MISSING = MISSING
    fixed: Annotated[Literal["it's"], CONST] | MISSING = MISSING
    colour: Open[Colour] | MISSING = MISSING
    anything: Json | MISSING = MISSING
    small: Annotated[Json, MaxBytes(10)] | MISSING = MISSING
    items: Annotated[list[int | None], Field(max_length=2)] | MISSING = MISSING
    distinct: Annotated[list[Number | bool | str], UNIQUE] | MISSING = MISSING
    pairs: (
        Annotated[
            dict[Annotated[str, Field(max_length=3)], Annotated[int, Field(ge=0)]],
            Field(max_length=2),
            MAP,
        ]
        | MISSING
    ) = MISSING
    either: Annotated[int | str | list[int], OneOf()] | MISSING = MISSING
    drive: Annotated[Sail | Engine, OneOf("kind")] | MISSING = MISSING
    load: Annotated[Crate | Barrel, OneOf()] | MISSING = MISSING
    wire_name: Annotated[str | MISSING, wire("wireName")] = MISSING
    nullable: str | MISSING | None = MISSING
    inner: "Everything | MISSING | None" = MISSING


class Patient(Model):
    """A required field beside one that may be null."""

    name: str
    born: Date | None


class Arguments(Params):
    """The arguments of `SEND`."""

    text: str
    inner: Everything | MISSING = MISSING
    of_all: Annotated[list[Everything] | MISSING, wire("ofAll")] = MISSING


API = Api(base_url="https://example.org/api/", key_variable="EXAMPLE_KEY")
SEND = Endpoint(API, "things.send", "POST /v1/things", Arguments, Patient)
REMOVE: Endpoint[None] = Endpoint(API, "things.remove", "DELETE /v1/x", None, None)
LIST = Endpoint(API, "things.list", "GET /v1/things", None, Patient)


class Problem(Model):
    """What errors look like."""

    code: str


class Outage(Model):
    """What errors of the server look like."""

    retry_after: Annotated[int, wire("retryAfter")]


Query: TypeAlias = str | int | Number | bool | Timestamp


class Filters(Params):
    """Arguments in all four places."""

    owner_id: Annotated[Annotated[str, Field(max_length=40)], in_path("ownerId")]
    number: Annotated[int, in_path("number")]
    search: Annotated[str | MISSING | None, in_query("search", null=True)] = MISSING
    assigned: Annotated[
        list[str] | MISSING | None, in_query("assignedTo", null=True)
    ] = MISSING
    states: Annotated[list[str] | MISSING, in_query("states")] = MISSING
    mixed: Annotated[list[Annotated[Query, OneOf()]] | MISSING, in_query("mixed")] = (
        MISSING
    )
    exact: Annotated[Number | MISSING, in_query("exact")] = MISSING
    active: Annotated[bool | MISSING, in_query("isActive")] = MISSING
    since: Annotated[Timestamp | MISSING, in_query("since")] = MISSING
    colour: Annotated[Open[Colour] | MISSING, in_query("colour")] = MISSING
    key: Annotated[str | MISSING, in_header("Idempotency-Key")] = MISSING
    tags: Annotated[list[str] | MISSING, in_header("X-Tags")] = MISSING
    name: str | MISSING = MISSING
    born_on: Annotated[Date | MISSING | None, wire("bornOn")] = MISSING
    pairs: Annotated[dict[str, str], MAP] | MISSING = MISSING


class Search(Params):
    """Arguments without a body."""

    search: Annotated[str | MISSING, in_query("search")] = MISSING


QUERIES = Api("https://example.org", None, null="null")
REPEATED = Api("https://example.org", None, lists="repeat", null="null")
_PUT = "PUT /v1/{ownerId}/things/{number}"
PUT = Endpoint(QUERIES, "things.put", _PUT, Filters, Patient)
REPEAT = Endpoint(REPEATED, "things.repeat", _PUT, Filters, Patient)
FIND = Endpoint(
    API,
    "things.find",
    "GET /v1/things",
    Search,
    Patient,
    errors={"404": Problem, "5XX": Outage, "default": Patient},
)

Drive: TypeAlias = Annotated[Sail | Engine, OneOf("kind")]
DRIVE: Endpoint[Drive] = Endpoint(
    API, "things.drive", "GET /v1/drive", None, Alternatives(Drive)
)


class ThingPage(Model):
    """A page of a list."""

    items: list[Patient]
    next_cursor: Annotated[str | MISSING | None, wire("nextCursor")] = MISSING
    more: Annotated[bool | MISSING, wire("hasMore")] = MISSING


class PageParams(Params):
    """The arguments of a list with pages."""

    cursor: Annotated[
        Annotated[str, Field(max_length=20)] | MISSING, in_query("cursor")
    ] = MISSING
    states: Annotated[list[str] | MISSING, in_query("states")] = MISSING
    anything: Json | MISSING = MISSING


PAGES = Pages("cursor", "next_cursor", "more")
WALK = PagedEndpoint(
    API, "things.walk", "POST /v1/walk", PageParams, ThingPage, pages=PAGES
)
