"""What the spec language is, as tables: its mappings and their keys, its types, its names.

The readers take what is allowed from here, and `editors` makes what an editor knows of a spec.
Imports nothing but names and formats, and is cheap to import.
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from specloom.formats import FORMATS
from specloom.names import CLASS, IDENTIFIER, MEMBER

VERSION = "1"
NOTHING: Mapping[str, str] = {}

Shape: TypeAlias = Literal[
    "answer",  # fields, the name of a record, or several: `A | B`
    "arguments",  # of a query: what one line of text can say
    "base_url",
    "body",  # fields or the name of a record; no `$doc`, no `$example`
    "choice",  # one of `choices`
    "constant",  # a text, a whole number, true or false
    "count",  # a whole number from 0
    "cursor",  # one argument: the field of the answer that it is taken from
    "enum",  # a list of values, or values with what they mean
    "errors",  # statuses: the name of a record
    "example",  # any value
    "examples",  # the arguments of an endpoint, or a list of them
    "fields",
    "headers",  # arguments that are never null
    "identifier",  # a name in snake case, without words
    "includes",  # names of records: a list, or commas between them
    "marks",
    "names",  # a list of names
    "null_text",  # a text, and never null itself
    "number",
    "page",  # one field: what an item is
    "params",  # names: types
    "part",  # fields, or the name of a record
    "path",
    "pattern",
    "prefix",
    "prose",
    "records",  # names: fields
    "releases",  # a list of releases
    "resource",  # names with dots between them
    "step",  # a number above 0
    "table",  # the keys of `table`
    "tables",  # names, as `names` says, each with the keys of `table`
    "texts",  # a list of texts, perhaps empty
    "truth",  # true or false
    "type",
    "types",  # names: types
    "values",  # of fields
    "variable",  # the name of an environment variable
    "variants",  # names: titles
    "vocabulary",  # words: a cell for each variant
    "wire",  # a name as it is sent, or was called
]
"""What the value of a key is."""

MAPPINGS: frozenset[Shape] = frozenset(
    [
        "answer",
        "arguments",
        "body",
        "cursor",
        "errors",
        "example",
        "examples",
        "fields",
        "headers",
        "page",
        "params",
        "part",
        "records",
        "table",
        "tables",
        "types",
        "variants",
        "vocabulary",
    ]
)
"""What may be keys and values."""


class Name(NamedTuple):
    """What may stand left of a colon: `name[?] marks`."""

    pattern: re.Pattern[str]  # of the name, its words filled in
    doc: str
    words: bool = True  # whether it may hold `<words>`
    optional: bool = False  # whether `?` may stand behind it
    marks: str = "@+-~"  # the marks that may follow


class Key(NamedTuple):
    """One key of a mapping."""

    value: Shape
    doc: str
    needed: bool = False
    choices: tuple[
        str, ...
    ] = ()  # of a `choice`; the first is meant if nothing is said
    table: "Table | None" = None  # of a `table` and of `tables`
    names: Name | None = None  # of `tables`
    fits: tuple[str, ...] = ()  # the kinds that it limits; none: it describes a field


class Table(NamedTuple):
    """A kind of mapping. `elsewhere` says which key is meant by one of another language,
    `advice` what to write where it is no key.
    """

    where: str  # as messages call it
    keys: dict[str, Key]
    elsewhere: Mapping[str, str] = NOTHING
    advice: Mapping[str, str] = NOTHING

    def needed(self) -> list[str]:
        """The keys that can't be left out."""
        return [name for name, key in self.keys.items() if key.needed]


# --- names ---

RELEASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""What a release may be called, so that a mark can name it."""

PREFIX = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
"""What may stand in front of an id."""

EVENT = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[._-][A-Za-z0-9]+)*")
"""What the type of a webhook may be."""

STATUS = re.compile(r"[45][0-9]{2}|[45]XX|default")
"""What an endpoint may say of its errors."""

BASE_URL = re.compile(r"https?://[^\s/?#<>{}]+(?:/[^\s?#<>{}]*)?")
SEGMENTS = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+")
"""A path, with something plain in the place of each `{name}`."""

MARKS = {
    "@": "in one variant only; several: in any of them",
    "+": "from this release on",
    "-": "no longer from this release on",
    "~": "deprecated from this release on",
}
"""What may stand behind a name, and what it says."""

NULLS = ("", "~", "null", "Null", "NULL")
"""What stands for null in YAML, if it has no quotes."""

FIELD_NAME = Name(
    MEMBER,
    "`name?` may be left out, `name` is always there. Marks may follow: `@variant`, "
    "`+release`, `-release`, `~release`.",
    optional=True,
)
PARAMETER_NAME = Name(MEMBER, "What stands in braces in a path.")
TYPE_NAME = Name(CLASS, "The name of a type: a capital first, then letters and digits.")
RECORD_NAME = Name(CLASS, "The name of a record: a capital first.")
ENDPOINT_NAME = Name(IDENTIFIER, "An endpoint: lower case, digits and underscores.")
EVENT_NAME = Name(EVENT, "The type of a webhook, as it is sent: `study.created`.")
VARIANT_NAME = Name(
    IDENTIFIER, "A kind of customer, and its title.", words=False, marks="+-~"
)
MOST_BUILDS = 100
MOST_VIEWS = 200
"""Of one API: each build is a package, and each is compared with the views beside it."""

BUILD_NAME = Name(
    IDENTIFIER,
    "A package to make; it is the package's name.",
    words=False,
    marks="",
)
WORD_NAME = Name(IDENTIFIER, "A word, written `<word>`.", words=False, marks="")

# --- types ---

Limits: TypeAlias = Literal["", "count", "whole", "number"]
"""What stands in the parentheses behind a type, if anything may."""


class BuiltIn(NamedTuple):
    """A type of the language itself. `text`: its values are strings in JSON."""

    doc: str
    limits: Limits = ""
    text: bool = False
    holds: int = 0  # how many types stand in brackets behind it


BUILT_IN: dict[str, BuiltIn] = {
    "string": BuiltIn("Text; `string(1..64)` limits its characters.", "count", True),
    "integer": BuiltIn("A whole number; `integer(1..5)` limits it.", "whole"),
    "number": BuiltIn("Any finite number; `number(0..0.5)` limits it.", "number"),
    "boolean": BuiltIn("`true` or `false`."),
    "date": BuiltIn("A day: `2026-03-15`.", text=True),
    "time": BuiltIn("A time of day: `14:30`.", text=True),
    "datetime": BuiltIn("RFC 3339 with an offset: `2026-03-15T14:30:00Z`.", text=True),
    "uuid": BuiltIn("A UUID, in either case.", text=True),
    "email": BuiltIn("An e-mail address.", "count", True),
    "url": BuiltIn("An http or https URL.", "count", True),
    "any": BuiltIn("Any JSON."),
    "list": BuiltIn("An array: `list[string](1..10)`.", "count", holds=1),
    "map": BuiltIn(
        "An object with free keys of a kind of text: `map[string, integer](..50)`.",
        "count",
        holds=2,
    ),
    "null": BuiltIn("Null, beside another type: `string | null`."),
}

TYPES_ELSEWHERE = {
    **dict.fromkeys(("str", "text", "char", "varchar", "password"), "string"),
    **dict.fromkeys(
        ("int", "int8", "int16", "int32", "int64", "uint", "uint32", "uint64"),
        "integer",
    ),
    **dict.fromkeys(("i32", "i64", "u32", "u64", "short", "long", "bigint"), "integer"),
    **dict.fromkeys(("float", "float32", "float64", "double", "decimal"), "number"),
    **dict.fromkeys(("binary", "bytes"), "{type: string, format: base64}"),
    **dict.fromkeys(("none", "None", "nil", "NoneType"), "null"),
    **dict.fromkeys(("Any", "json", "JSON", "unknown"), "any"),
    **dict.fromkeys(("object", "dict"), "map[string, any]"),
    **dict.fromkeys(("id", "Id"), "{id: usr}"),
    "bool": "boolean",
    "date-time": "datetime",
    "timestamp": "datetime",
    "array": "list[string]",
    "guid": "uuid",
    "uri": "url",
    "true": "{const: true}",
    "false": "{const: false}",
    "enum": "{enum: [a, b]}",
    "const": "{const: a}",
}
"""What other languages call a type, and what it is called here."""

TYPE_ADVICE: dict[str, str] = dict.fromkeys(
    ("undefined", "optional"), "`field?: type` may be left out; null is `type | null`"
)
"""What to write where the type of another language is none here."""

# --- what a field or a named type is ---

DEPRECATED = "a mark says so, behind the name: `name ~2026-08` from that release on"

SAYS_TYPE = ("type", "id", "enum", "const")
"""The keys that say what a type is; exactly one of them stands in a mapping."""

SAYS_TYPE_ELSEWHERE = frozenset(
    [
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "items",
        "oneOf",
        "prefix",
        "properties",
        "ref",
        "values",
    ]
)
"""The keys that say it in other languages; what `type` says beside them means little."""

FIELDS_ONLY = frozenset(["default", "null_means", "omit_means", "was", "wire"])
"""What only a field can say."""

_NUMBERS = ("integer", "number")

VALUE = Table(
    "a field",
    {
        "type": Key("type", "The type: `string(1..64)`, `list[Owner]`, `date | null`."),
        "id": Key("prefix", "An id: `usr` is `usr_` and 32 lower-case hex digits."),
        "enum": Key(
            "enum",
            "One of these texts, in this order: `[a, b -- what it means]`; "
            "a mapping `{a: what it means}` is sorted.",
        ),
        "const": Key("constant", "This value only: a text, a whole number or a truth."),
        "doc": Key("prose", "What it is, for who reads it."),
        "example": Key("example", "A value, read by the type."),
        "default": Key(
            "example", "What leaving it out means to the server; never sent."
        ),
        "pattern": Key(
            "pattern",
            "A regular expression for the whole text: `^[A-Z]{3}$`.",
            fits=("string",),
        ),
        "format": Key(
            "choice",
            "A well-known shape of text.",
            choices=tuple(FORMATS),
            fits=("string",),
        ),
        "max_bytes": Key(
            "count",
            "The most bytes of its JSON in UTF-8.",
            fits=("string", "list", "map", "record", "any"),
        ),
        "multiple_of": Key("step", "The value is a multiple of it.", fits=_NUMBERS),
        "above": Key("number", "The value is greater than it.", fits=_NUMBERS),
        "below": Key("number", "The value is less than it.", fits=_NUMBERS),
        "unique": Key("truth", "`true`: no item stands twice.", fits=("list",)),
        "discriminator": Key(
            "wire",
            "The `const` field that tells the records of a union apart.",
            fits=("union",),
        ),
        "null_means": Key("prose", "What null stands for; the field must allow it."),
        "omit_means": Key("prose", "What leaving it out stands for, of a `field?`."),
        "was": Key("wire", "The old name, which ends (`-R`) where this begins (`+R`)."),
        "wire": Key("wire", "The name that is sent, if it is not the usual one."),
    },
    elsewhere={
        "uniqueItems": "unique",
        "regex": "pattern",
        "description": "doc",
        "title": "doc",
        "values": "enum",
        "prefix": "id",
        "examples": "example",
        "alias": "wire",
        "gt": "above",
        "lt": "below",
    },
    advice={
        "values": "texts are `{enum: [a, b]}`, without `type`",
        **dict.fromkeys(("oneOf", "anyOf"), "one or the other is `A | B`"),
        "allOf": "a record takes up the fields of others by `$include`",
        "properties": "fields of its own are a record: declare it under `records`",
        "additionalProperties": "free keys are `map[string, string]`",
        **dict.fromkeys(
            ("minimum", "maximum", "min", "max", "ge", "le", "gte", "lte"),
            "bounds stand behind the type: `integer(1..5)`",
        ),
        **dict.fromkeys(
            (
                "min_length",
                "max_length",
                "minLength",
                "maxLength",
                "min_items",
                "max_items",
                "minItems",
                "maxItems",
                "length",
                "size",
            ),
            "sizes stand behind the type: `string(1..64)`, `list[string](..5)`",
        ),
        **dict.fromkeys(
            ("required", "optional"), "`name?` may be left out, `name` may not"
        ),
        "nullable": "null is allowed by `type | null`",
        "deprecated": DEPRECATED,
        "exclusiveMinimum": "an open bound is `above`",
        "exclusiveMaximum": "an open bound is `below`",
        "prefix": "an id is `{id: usr}`",
        "items": "a list is `list[string]`",
        "ref": "a name is a type: `owner: Owner`",
        "$ref": "a name is a type: `owner: Owner`",
    },
)
"""The mapping form of a field or a named type."""

GROUP = Table(
    "a record",
    {
        "$doc": Key("prose", "What the record is."),
        "$include": Key(
            "includes",
            "Records whose fields stand here too; `X?` makes all optional, "
            "`X | null` all nullable.",
        ),
        "$example": Key("values", "Values of fields, over the examples of the fields."),
    },
    elsewhere=dict.fromkeys(
        ("allOf", "extends", "include", "includes", "inherits"), "$include"
    ),
    advice={
        **dict.fromkeys(
            ("oneOf", "anyOf"), "one of several is written with a bar: `A | B`"
        ),
        "required": "`name?` may be left out, `name` may not",
    },
)
"""What a group says about itself, beside its fields."""

DOC_ELSEWHERE = {"description": "doc", "summary": "doc"}

# --- api.yaml ---

AUTH = Table(
    "`auth`",
    {
        "scheme": Key("choice", "How the key is sent.", True, ("bearer",)),
        "env": Key("variable", "The environment variable that holds the key.", True),
    },
    elsewhere={"type": "scheme", "token": "env", "variable": "env"},
)
QUERY = Table(
    "`query`",
    {
        "lists": Key(
            "choice",
            "How a query writes lists: `comma` is `a=1,2`, `repeat` is `a=1&a=2`.",
            choices=("comma", "repeat"),
        ),
        "null": Key(
            "null_text",
            'What a query says for null, in quotes: `"null"`. Without it, no argument of '
            "a query may be null.",
        ),
    },
)
PAGING = Table(
    "`paging`",
    {
        "query": Key("part", "What `pages` adds to the arguments.", True),
        "reply": Key("part", "What `pages` adds to the answer.", True),
        "cursor": Key(
            "cursor",
            "`argument: field of the answer`; needed unless one name is in both.",
        ),
        "more": Key(
            "wire",
            "The field that says whether another page follows; needed only if several "
            "are boolean.",
        ),
    },
    elsewhere={
        "params": "query",
        "replies": "reply",
        "returns": "reply",
        "response": "reply",
        "next": "cursor",
        "has_more": "more",
    },
)
BUILD = Table(
    "a build",
    {
        "variant": Key("identifier", "The kind of customer.", True),
        "release": Key("prose", "One of `releases`.", True),
        "products": Key("names", "For fewer products than all."),
    },
)
API = Table(
    "api.yaml",
    {
        "specloom": Key("choice", "The version of the language.", True, (VERSION,)),
        "name": Key("identifier", "What the API is called: snake case.", True),
        "doc": Key("prose", "What the API is for."),
        "base_url": Key("base_url", "Where it lives: `https://` and a host.", True),
        "auth": Key(
            "table", "How a request says whose it is: `{scheme, env}`.", table=AUTH
        ),
        "wire_case": Key(
            "choice",
            "How names are sent: `camel` makes `study_id` `studyId`, `snake` leaves it.",
            choices=("camel", "snake"),
        ),
        "query": Key("table", "How a query writes lists and null.", table=QUERY),
        "paging": Key("table", "What `pages` adds to an endpoint.", table=PAGING),
        "acronyms": Key("texts", "In class names: `API` makes `APIKey`."),
        "products": Key("names", "The folders with resources.", True),
        "releases": Key("releases", "Every release, in order.", True),
        "variants": Key("variants", "The kinds of customer: `name: Title`.", True),
        "vocabulary": Key(
            "vocabulary",
            "How a thing is called for each kind of customer: a row a word, a column a "
            "variant. `<owner>` stands for the cell, `<Owner>` for the same in capitals.",
        ),
        "builds": Key(
            "tables",
            "The packages to make: `name: {variant, release}`.",
            True,
            table=BUILD,
            names=BUILD_NAME,
        ),
    },
    elsewhere={
        "openapi": "specloom",
        "swagger": "specloom",
        "title": "name",
        "description": "doc",
        "summary": "doc",
        "host": "base_url",
        "server": "base_url",
        "servers": "base_url",
        "url": "base_url",
        "authentication": "auth",
        "security": "auth",
        "pagination": "paging",
        "versions": "releases",
        "audiences": "variants",
        "customers": "variants",
        "glossary": "vocabulary",
        "terms": "vocabulary",
        "vocab": "vocabulary",
        "words": "vocabulary",
        "packages": "builds",
        "targets": "builds",
    },
)

# --- the other files ---

METHODS = ("get", "post", "put", "patch", "delete")

ENDPOINT = Table(
    "an endpoint",
    {
        "doc": Key("prose", "What it does."),
        "params": Key("params", "What its own `{names}` in the path are."),
        "query": Key("arguments", "The arguments behind the `?`."),
        "headers": Key("headers", "The arguments in headers."),
        "body": Key("body", "What is sent as JSON."),
        "returns": Key("answer", "What a success holds."),
        "discriminator": Key(
            "wire",
            "The `const` field that tells the records of `returns: A | B` apart.",
        ),
        "pages": Key("page", "Answers page by page: `{items: Item}`; needs `paging`."),
        "errors": Key("errors", "`404: Problem`; or `4XX`, `5XX`, `default`."),
        "example": Key("examples", "The arguments of a call; a list for several."),
        "was": Key("wire", "The old name, which ends (`-R`) where this begins (`+R`)."),
    }
    | {
        method: Key(
            "path",
            f"{method.upper()} and the path behind the file's; `/` is that itself.",
        )
        for method in METHODS
    },
    elsewhere={
        "method": "get: /path",
        "path": "get: /path",
        "request": "body",
        "requestBody": "body",
        "response": "returns",
        "responses": "returns",
        "description": "doc",
        "summary": "doc",
        "parameters": "params",
        "examples": "example",
    },
    advice={"deprecated": DEPRECATED},
)
WEBHOOK = Table(
    "a webhook",
    {
        "doc": Key("prose", "What it tells."),
        "data": Key("part", "What it brings.", True),
        "replies": Key("part", "What the receiver answers, if anything."),
        "was": Key("wire", "The old type, which ends (`-R`) where this begins (`+R`)."),
    },
    elsewhere={
        "body": "data",
        "payload": "data",
        "reply": "replies",
        "returns": "replies",
        "response": "replies",
        "description": "doc",
    },
)
SHARED = Table(
    "types.yaml",
    {
        "doc": Key("prose", "What the file holds."),
        "marks": Key("marks", "Whether the whole file is there: `+2026-08 @express`."),
        "resource": Key("resource", "Overrides what the file's place says: `a.b`."),
        "types": Key("types", "Named types."),
        "records": Key("records", "Named groups of fields."),
    },
    elsewhere=DOC_ELSEWHERE,
)
"""types.yaml, whose names are seen by its folder and those below."""

RESOURCE = Table(
    "this file",
    SHARED.keys
    | {
        "path": Key("path", "Where its endpoints begin: `/v1/studies/{study_id}`."),
        "params": Key("params", "What the `{names}` in its paths are."),
        "endpoints": Key(
            "tables",
            "`name: {get: /, ...}`: the calls of this resource.",
            table=ENDPOINT,
            names=ENDPOINT_NAME,
        ),
        "envelope": Key("fields", "The fields of a webhook beside `type` and `data`."),
        "webhooks": Key(
            "tables",
            "`type: {data: ...}`: what is sent to the customer.",
            table=WEBHOOK,
            names=EVENT_NAME,
        ),
    },
    elsewhere={
        **SHARED.elsewhere,
        "base_path": "path",
        "basePath": "path",
        "parameters": "params",
        "path_params": "params",
        "calls": "endpoints",
        "operations": "endpoints",
        "paths": "endpoints",
        "routes": "endpoints",
        "events": "webhooks",
    },
)
"""Every other file."""

NAMED = tuple(each.where for each in (BUILD, ENDPOINT, WEBHOOK))
"""What stands several times in one mapping, each under a name of its own."""
