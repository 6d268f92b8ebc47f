"""The kinds of values that this package's models are made of, beside pydantic's own.

Each is an annotation: `Annotated[str, …]`. All check without coercing, and tell what
would have been allowed, never what was there.
"""

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Annotated, Any, LiteralString, TypeAlias, TypeVar, get_args

import pydantic
from pydantic import BaseModel, Field, GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema, from_json, to_json

_JsonSchema: TypeAlias = dict[str, Any]
_Schema: TypeAlias = core_schema.CoreSchema

CLOSED = {"closed": True}
"""The validation context under which enums admit their own values only."""


def ready(model: type[BaseModel]) -> Any:
    """A model's validator. Models are built at their first use: imports stay fast.

    Pydantic would do that by itself, but look names up among its caller's variables.
    """
    if not model.__pydantic_complete__:
        model.model_rebuild()
    return model.__pydantic_validator__


def refuse(rule: LiteralString, allowed: str) -> PydanticCustomError:
    """The error of a check, to be raised: what is broken, and what would be right."""
    return PydanticCustomError(rule, "{allowed}", {"allowed": allowed})


def refuse_parts(
    mistakes: Iterable[tuple[PydanticCustomError, int | str, Any]],
) -> pydantic.ValidationError:
    """The same for parts of one value: what is wrong, where, and what is there."""
    return pydantic.ValidationError.from_exception_data(
        "value",
        [{"type": kind, "loc": (at,), "input": part} for kind, at, part in mistakes],
    )


def one_of(values: Iterable[str]) -> str:
    """What is allowed where only these texts are, in words."""
    *others, last = [f"'{value}'" for value in values]
    return "one of " + " or ".join(filter(None, [", ".join(others), last]))


WRITABLE = "text without lone surrogates"


def is_unwritable(text: str) -> bool:
    """Whether UTF-8 has no form for a text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


_TIME = "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$"
_UUID = "^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
_TIMESTAMP = re.compile(
    "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9])"
    "(?:[.]([0-9]+))?(Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_TIMESTAMP_WORDS = "a date and time with an offset, as 2026-01-31T12:00:00Z"
FORMATS = {_UUID: "a UUID with hyphens"}
"""What errors say instead of these patterns."""


class _Date:
    """A day of the calendar, written as RFC 3339 has it (`full-date`, section 5.6)."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        schema = core_schema.str_schema(strict=True)
        return core_schema.no_info_after_validator_function(self.check, schema)

    def check(self, text: str) -> str:
        """Refuses another shape, 30 February and the year 0000."""
        try:
            if len(text) == 10 and text[7] == "-":  # no week, as 2026-W01-1
                date.fromisoformat(text)
                return text
        except ValueError:
            pass
        raise refuse("format", "a day of the calendar, YYYY-MM-DD")

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> _JsonSchema:
        return {"type": "string", "format": "date"}


class _Timestamp:
    """RFC 3339, section 5.6: `T`, and `Z` or an offset; an aware datetime in Python.

    Refused beyond that: leap seconds, which Python can't hold.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        return core_schema.with_info_plain_validator_function(self.check)

    def check(self, value: Any, info: core_schema.ValidationInfo[Any]) -> datetime:
        """The text of JSON, or a datetime of Python, as an aware datetime."""
        if isinstance(value, datetime):
            return self.aware(value)
        if not isinstance(value, str) or info.mode == "python":
            raise refuse(
                "type",
                "a datetime with a time zone" if info.mode == "python" else "a string",
            )
        return self.read(value)

    def aware(self, value: datetime) -> datetime:
        """A datetime whose offset is known and can be written as hours and minutes."""
        offset = value.utcoffset()
        if offset is None or offset % timedelta(minutes=1):
            raise refuse("format", "a datetime with an offset of whole minutes")
        return value

    def read(self, text: str) -> datetime:
        """RFC 3339 text; digits behind the microseconds are cut."""
        match = _TIMESTAMP.fullmatch(text)
        if match is None:
            raise refuse("format", _TIMESTAMP_WORDS)
        moment, fraction, offset = match.groups(default="")
        try:
            return datetime.fromisoformat(f"{moment}.{fraction[:6]:0<6}{offset}")
        except ValueError:
            raise refuse("format", _TIMESTAMP_WORDS) from None

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> _JsonSchema:
        return {"type": "string", "format": "date-time"}


def timestamp_text(value: datetime) -> str:
    """RFC 3339 text; an offset of zero is written `Z`."""
    text = value.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


class _Number:
    """A finite number, up to the largest double; whole ones stay whole."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        schema: Any = {**handler(source), "allow_inf_nan": False}
        return core_schema.no_info_wrap_validator_function(
            self.check, schema, serialization=core_schema.simple_ser_schema("any")
        )

    def check(self, value: Any, handler: Callable[[Any], float]) -> int | float:
        """The number as it came: validation alone would make a float of it."""
        number = handler(value)
        return int(value) if isinstance(value, int) else number


class MultipleOf:
    """A number that is a multiple of another, in decimal: 0.3 is one of 0.1."""

    def __init__(self, step: float) -> None:
        self.step = step

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, value: int | float) -> int | float:
        """Refuses what is no multiple."""
        if Fraction(str(value)) % Fraction(str(self.step)):
            raise refuse("multiple_of", f"a multiple of {self.step}")
        return value

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> _JsonSchema:
        return {**handler(schema), "multipleOf": self.step}


class _Json:
    """Any JSON value, as the library's `json` reads it; no NaN, no infinity."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        return core_schema.no_info_after_validator_function(
            self.check, core_schema.any_schema()
        )

    def check(self, value: Any) -> Any:
        """Refuses what JSON has no form for."""
        waiting = [(value, 0)]
        while waiting:
            found, depth = waiting.pop()
            if depth > 200:
                raise refuse("type", "JSON of at most 200 levels")
            if isinstance(found, dict):
                waiting += [(part, depth + 1) for part in found.values()]
                waiting += [(key, -1) for key in found]
            elif isinstance(found, list):
                waiting += [(part, depth + 1) for part in found]
            elif not isinstance(found, str) and (depth < 0 or not _is_plain(found)):
                raise refuse("type", "a JSON value")
        return value


def _is_plain(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, bool | int)


class _Const:
    """Exactly one value, of its own JSON type: pydantic takes 1 for true."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        (only,) = get_args(source)
        allowed = repr(only) if isinstance(only, str) else str(only).lower()

        def check(value: Any) -> Any:
            if type(value) is not type(only):
                raise refuse("type", allowed)
            if value != only:
                raise refuse("const", allowed)
            return value

        return core_schema.no_info_before_validator_function(check, handler(source))


class _Open:
    """An enum that a newer server may have extended: other strings stay readable."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        values = get_args(get_args(source)[0])
        known = frozenset(values)
        allowed = one_of(values)

        def check(value: str, info: core_schema.ValidationInfo[Any]) -> str:
            if value not in known and (info.context or {}).get("closed"):
                raise refuse("enum", allowed)
            return value

        return core_schema.with_info_after_validator_function(
            check,
            core_schema.str_schema(strict=True),
            metadata={"pydantic_js_extra": {"enum": list(values)}},
        )


class _Map:
    """Names the pairs of a map by their number: a key may be as private as a value."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        return core_schema.no_info_wrap_validator_function(self.check, handler(source))

    def check(self, value: Any, handler: Callable[[Any], Any]) -> Any:
        """The map; its errors tell the first pair as `[key 1]`."""
        try:
            pairs = handler(value)
        except pydantic.ValidationError as error:
            numbers = _numbers(value if isinstance(value, dict) else {})
            refused = pydantic.ValidationError.from_exception_data(
                error.title,
                [_renamed(each, numbers) for each in error.errors(include_url=False)],
            )
        else:
            kind = refuse("type", WRITABLE)
            lone = [
                (kind, f"[key {at}]", key)
                for at, key in enumerate(pairs, 1)
                if is_unwritable(key)
            ]
            if not lone:
                return pairs
            refused = refuse_parts(lone)
        raise refused


def _numbers(value: dict[Any, Any]) -> dict[str, int]:
    """The number of each pair by its key, as pydantic writes keys."""
    numbers: dict[str, int] = {}
    for at, key in enumerate(value, 1):
        numbers.setdefault(str(key), at)
        if isinstance(key, int):  # true is written 1
            numbers.setdefault(str(int(key)), at)
    return numbers


def _renamed(found: Any, numbers: dict[str, int]) -> Any:
    """A pydantic error with the key of a map replaced by its number."""
    location: tuple[int | str, ...] = found["loc"]
    if location:
        rest = location[2:] if location[-1] == "[key]" else location[1:]
        location = (f"[key {numbers.get(str(location[0]), '?')}]", *rest)
    kind, context = found["type"], found.get("ctx", {})
    if "allowed" in context:
        kind = PydanticCustomError(kind, "{allowed}", {"allowed": context["allowed"]})
    return {"type": kind, "loc": location, "input": found["input"], "ctx": context}


class _Unique:
    """A list whose items differ as JSON: 1 and 1.0 are equal, 1 and true are not."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, items: list[Any]) -> list[Any]:
        """Refuses an item that stands twice."""
        seen = {_identity(from_json(to_json(item, by_alias=True))) for item in items}
        if len(seen) < len(items):
            raise refuse("unique", "items that differ from each other")
        return items

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> _JsonSchema:
        return {**handler(schema), "uniqueItems": True}


def _identity(value: Any) -> Any:
    """A hashable stand-in, equal for equal JSON values only."""
    if isinstance(value, dict):
        return frozenset((key, _identity(part)) for key, part in value.items())
    if isinstance(value, list):
        return tuple(_identity(part) for part in value)
    return (isinstance(value, bool), value)


class Matches:
    """Text that matches a second pattern: of several, pydantic keeps the last."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        more = core_schema.str_schema(pattern=self.pattern, strict=True)
        return core_schema.chain_schema([handler(source), more])

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> _JsonSchema:
        return {**handler(schema["steps"][0]), "allOf": [{"pattern": self.pattern}]}


class MaxBytes:
    """A value whose JSON has at most so many bytes: compact, in UTF-8."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, value: Any) -> Any:
        """Refuses a value that is too large."""
        if len(to_json(value, by_alias=True)) > self.limit:
            raise refuse("max_bytes", f"at most {self.limit} bytes of JSON")
        return value

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> _JsonSchema:
        return {**handler(schema), "x-maxBytes": self.limit}


class OneOf:
    """Chooses the member of a union first: a mistake is told once and where it is.

    Records are told apart by `discriminator`, a field's Python name, or else by the
    fields they require; of several that fit, the one that requires most. Other members
    are told apart by their JSON type; several kinds of text are tried in turn.
    """

    def __init__(self, discriminator: str | None = None) -> None:
        self.discriminator = discriminator

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> _Schema:
        members = get_args(source)
        schemas = [handler.generate_schema(member) for member in members]
        models = [_model_of(member) for member in members]
        kinds = [
            "object" if model else _json_kind(schema)
            for model, schema in zip(models, schemas, strict=True)
        ]
        texts = [at for at, kind in enumerate(kinds) if kind == "string"]
        choices: dict[Any, Any] = {-at - 1: schema for at, schema in enumerate(schemas)}
        if len(texts) > 1:
            choices[-texts[0] - 1] = core_schema.union_schema(
                [schemas[at] for at in texts],
                mode="left_to_right",
                custom_error_type="union",
                custom_error_message="{allowed}",
                custom_error_context={"allowed": "one of the kinds of text"},
            )

        def choose(value: Any, by_name: bool) -> int | None:
            kind = _kind_of(value)
            fitting = [at for at, each in enumerate(kinds) if _fits(kind, each)]
            records = [(at, models[at]) for at in fitting if models[at]]
            if len(records) > 1:
                chosen = self.record(records, value, by_name)
                return None if chosen is None else -chosen - 1
            return -fitting[0] - 1 if fitting else None

        def tagged(by_name: bool) -> _Schema:
            return core_schema.tagged_union_schema(
                choices,
                lambda value: choose(value, by_name),
                custom_error_type="union",
                custom_error_message="{allowed}",
                custom_error_context={"allowed": "a value of one of the union's types"},
            )

        return core_schema.json_or_python_schema(tagged(False), tagged(True))

    def record(
        self, members: list[tuple[int, Any]], value: Any, by_name: bool
    ) -> int | None:
        """The number of the record that `value` is, by its names in JSON or Python."""
        for number, model in members:
            if isinstance(value, model):
                return number
        fitting = []
        for number, model in members:
            ready(model)
            required = [
                _names(name, info, by_name)
                for name, info in model.model_fields.items()
                if info.is_required()
            ]
            if self.discriminator is not None:
                info = model.model_fields[self.discriminator]
                names = _names(self.discriminator, info, by_name)
                given = next((value[name] for name in names if name in value), None)
                if [given] == list(get_args(_bare(info.annotation))):
                    return number
            elif all(names & value.keys() for names in required):
                fitting.append((len(required), -number))
        if not fitting:
            return None
        return -max(fitting)[1]


def _names(name: str, info: Any, by_name: bool) -> set[str]:
    """What a field may be called in a value that is to be told apart."""
    alias = info.serialization_alias or name
    return {name, alias} if by_name else {alias}


def _bare(annotation: Any) -> Any:
    return annotation.__origin__ if hasattr(annotation, "__metadata__") else annotation


def _model_of(member: Any) -> Any:
    bare = _bare(member)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def _json_kind(schema: Any) -> str:
    """The JSON type that a core schema admits."""
    while "schema" in schema:
        schema = schema["schema"]
    kind = schema["type"]
    if kind == "literal":
        kind = {str: "str", bool: "bool", int: "int"}[type(schema["expected"][0])]
    names = {"int": "integer", "float": "number", "bool": "boolean", "list": "array"}
    return names.get(kind, "object" if kind == "dict" else "string")


def _kind_of(value: Any) -> str:
    kinds = ((bool, "boolean"), (int, "integer"), (float, "number"), (list, "array"))
    for type_, kind in kinds:
        if isinstance(value, type_):
            return kind
    if isinstance(value, dict | BaseModel):
        return "object"
    return "string" if isinstance(value, str | datetime) else "none"


def _fits(kind: str, member: str) -> bool:
    return kind == member or (kind == "integer" and member == "number")


_Text = TypeVar("_Text", bound=str)

Open: TypeAlias = Annotated[_Text | str, _Open()]
"""One of an enum's values, or a string that this release does not know."""

CONST = _Const()
NUMBER = _Number()
MAP = _Map()
UNIQUE = _Unique()
Date: TypeAlias = Annotated[str, _Date()]
"""`YYYY-MM-DD`, a day of the calendar."""
TimeOfDay: TypeAlias = Annotated[str, Field(pattern=_TIME)]
"""`HH:MM`."""
Timestamp: TypeAlias = Annotated[datetime, _Timestamp()]
"""An aware datetime; RFC 3339 text on the wire."""
Uuid: TypeAlias = Annotated[str, Field(pattern=_UUID)]
"""A UUID as text, with hyphens (RFC 9562, section 4)."""
Json: TypeAlias = Annotated[Any, _Json()]
"""Any JSON value."""
