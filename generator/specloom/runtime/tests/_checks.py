"""The checks that run the tables of a module against this package.

They drive it from outside, both ways: objects and requests made in Python, and JSON
that is read. A check collects every case that went wrong, and its failure names them.
`checks` says which of them a module's tables take; those of requests are in
`_requests`.
"""

import ast
import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import FunctionType, ModuleType
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import MISSING, BaseModel

from .._runtime import Model, Params, ValidationError, read
from ..strategies._strategies import Drawn
from ._cases import (
    ABSENT,
    Case,
    Outcome,
    arguments_of,
    failures,
    made,
    read_back,
    same,
    values_of,
    verify,
    wanted,
)
from ._kinds import WORDS
from ._tables import Nested, Operation, Record, Table, dumped, home_of, spoken, written

Check: TypeAlias = Callable[[], None]
"""One test: it fails by raising."""

SECRET = "no one may read this"


def checks(module: ModuleType, names: str, tables: Mapping[str, Any]) -> list[Any]:
    """The tests of a module, as parameters of one: its names, and its own `tables`."""
    from ._requests import of_operation, usable

    found = [pytest.param(lambda: check_public_names(module, names), id="names")]
    own = []
    for table in tables.values():
        if isinstance(table, Operation):
            own.append(table.make)
            found += as_parameters(usable(table), of_operation(table))
        elif isinstance(table, Record) and home_of(table.model) == module.__name__:
            own.append(table.make)
            found += as_parameters(table, of_record(table))
    return [*found, pytest.param(lambda: check_all_tried(module, own), id="all")]


def as_parameters(table: Any, found: Iterable[Callable[[Any], None]]) -> list[Any]:
    """Checks of one table as parameters of a test; their ids say what each is of."""
    return [
        pytest.param(
            lambda check=check: check(table),
            id=f"{table.name}-{check.__name__.removeprefix('check_')}",
        )
        for check in found
    ]


def profile() -> settings:
    """How much is drawn: a quarter of what hypothesis is set to; nothing is timed."""
    return settings(
        deadline=None,
        max_examples=max(settings().max_examples // 4, 2),
        suppress_health_check=[HealthCheck.too_slow],
    )


def check_public_names(module: ModuleType, names: str) -> None:
    """The module says these names, and no others."""
    wanted = {*names.split()}
    body = ast.parse(inspect.getsource(module)).body
    declared = {name for name in map(_said, body) if not name.startswith("_")}
    said = {*getattr(module, "__all__", declared)}
    assert said == wanted, sorted(said ^ wanted)
    assert declared <= wanted, sorted(declared - wanted)
    assert all(hasattr(module, name) for name in wanted)


def check_all_tried(module: ModuleType, tried: Sequence[Any]) -> None:
    """Each record and each endpoint of the module has a table."""
    for name, value in vars(module).items():
        own = str(getattr(value, "__module__", "")).startswith(module.__name__)
        is_model = isinstance(value, type) and issubclass(value, Model)
        if own and is_model and not issubclass(value, Params):
            assert value in tried, name
        elif own and isinstance(value, FunctionType) and not name.startswith("_"):
            assert value in tried or name in ("parse", "verify"), name


def _said(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return "_"


def check_presence(table: Table) -> None:
    """Each field absent, null, valid and invalid, as its presence says."""

    def cases() -> Iterator[Case]:
        for row in table.rows:
            absent = [("", "required")] if row.required else []
            yield Case("not said", row, ABSENT, absent)
            yield Case("left out", row, MISSING, absent)
            yield Case("null", row, None, [] if row.nullable else [("", "null")])
            yield Case("valid", row, row.kind.valid)

    verify(failures(table, cases()))


def check_limits(table: Table) -> None:
    """Each limit, pattern and format of each field: at it, and to either side."""

    def cases() -> Iterator[Case]:
        for row in table.rows:
            for value in row.kind.good:
                if value is not None:
                    yield Case(f"good {_short(value)}", row, value)
            for value, rule, *inside in row.kind.bad:
                broken = [("".join(inside), rule)]
                yield Case(f"bad {_short(value)}", row, value, broken)

    verify(failures(table, cases()))


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:40]}… ({len(shown)} characters)"


def check_names(table: Table) -> None:
    """Each field alone beside the required ones: found and sent by its names."""

    def wrong() -> Iterator[str]:
        needed = [row for row in table.rows if row.required]
        optional = [row for row in table.rows if not row.required]
        for rows in (needed, *([*needed, row] for row in optional)):
            label = f"{table.name} with {rows[-1].name if rows else 'nothing'}"
            result = wanted(table, values_of(rows))
            outcome = made(table, arguments_of(rows))
            if not same(outcome.json, result):
                yield f"{label}: sent as {outcome}, not as {result}"
            if not isinstance(table, Record):
                continue
            found = read(table.model, dumped(result), strict=True, subject=label)
            for row in table.rows:
                if (getattr(found, row.name) is MISSING) == (row in rows):
                    yield f"{label}: {row.wire} was not read, or is there all the same"

    verify(wrong())


def check_unknown(table: Table) -> None:
    """Unknown names and those of other variants: refused when sent, kept when read."""
    names = {"no_such_field": "noSuchField", **table.foreign}
    names |= {f"{row.name}_x": f"{row.wire}X" for row in table.rows[:1]}
    own = {row.name for row in table.rows}
    wires = [row.wire for row in table.rows if row.wire not in own]

    def wrong() -> Iterator[str]:
        arguments = arguments_of(table.rows)
        for name in [*names, *wires]:
            outcome = made(table, {**arguments, name: "x"})
            if outcome.mistakes != [(name, "unknown")]:
                yield f"{table.name}: {name} in Python: {outcome}"
        yield from _unknown_inside(table, arguments)
        if isinstance(table, Record):
            yield from _unknown_in_json(table, names.values())

    verify(wrong())


def _unknown_in_json(record: Record, unknown: Iterable[str]) -> Iterator[str]:
    """Names of JSON that nothing has, and Python names where JSON has another."""
    body = written(Nested(record))
    snakes = {row.wire: row.name for row in record.rows if row.wire != row.name}
    for wire in [*unknown, *snakes.values()]:
        extended = {**body, wire: ["x"]}
        outcome = read_back(record, extended, strict=True)
        if outcome.mistakes != [(wire, "unknown")]:
            yield f"{record.name}: {wire} in JSON (strict): {outcome}"
        outcome = read_back(record, extended, strict=False)
        if not same(outcome.json, extended):
            yield f"{record.name}: {wire} in JSON: {outcome}"
    for wire, name in snakes.items():
        renamed = {name if key == wire else key: body[key] for key in body}
        outcome = read_back(record, renamed, strict=True)
        if (name, "unknown") not in outcome.mistakes:
            yield f"{record.name}: {name} instead of {wire} in JSON: {outcome}"


def _unknown_inside(table: Table, arguments: dict[str, Any]) -> Iterator[str]:
    """An object of a newer server, with a field unknown here, is not sent on."""
    for row in table.rows:
        if isinstance(row.kind.valid, Nested):
            inner = row.kind.valid.table
            body = json.dumps({**written(row.kind.valid), "noSuchField": 1})
            newer = read(inner.model, body, strict=False, subject=inner.name)
            outcome = made(table, {**arguments, row.name: newer})
            if outcome.mistakes != [(f"{row.name}.noSuchField", "unknown")]:
                yield f"{table.name}.{row.name}: an unknown field inside: {outcome}"


def check_every_mistake(table: Table) -> None:
    """All mistakes are in one error, wherever they are sent, and none of the values."""
    wrong = [row for row in table.rows if row.kind.bad]
    # A tuple is no value of any kind.
    arguments = arguments_of(table.rows) | {row.name: (SECRET,) for row in wrong}
    with pytest.raises(ValidationError) as caught:
        table.make(**arguments)
    told = [re.split(r"[.\[]", each.place)[0] for each in caught.value.mistakes]
    assert {*told} == {row.name for row in wrong}
    assert SECRET not in f"{caught.value} {caught.value!r} {caught.value.mistakes}"
    assert caught.value.__cause__ is caught.value.__context__ is None


def check_enums(table: Table) -> None:
    """Enums admit the values of the spec and not one more, nor those of other enums."""
    schema = _schema(table.model if isinstance(table, Record) else params_of(table))
    enums = []
    for row in table.rows:
        found = sorted(_enums(schema["properties"][row.name]), key=repr)
        assert found == sorted(map(list, row.kind.enums), key=repr), row.name
        enums += [row] if any(bad[1:] == ("enum",) for bad in row.kind.bad) else []
    cases = (
        Case(f"the other enum's {word!r}", row, word, [("", "enum")])
        for row in enums
        for word in WORDS
        if word not in row.kind.enums[0]
    )
    verify(failures(table, cases))


def params_of(operation: Operation) -> type[Model]:
    """The class of an endpoint's arguments."""
    module = inspect.getmodule(operation.make)
    found: type[Model] = getattr(module, f"{operation.stem}Params")
    return found


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=False)
    if "$ref" in schema:  # a record that holds itself
        return dict(schema["$defs"][schema["$ref"].rpartition("/")[2]])
    return schema


def _enums(schema: Any) -> Iterator[list[Any]]:
    """All sets of values in a schema; other records have tables of their own."""
    if isinstance(schema, list):
        for part in schema:
            yield from _enums(part)
    elif isinstance(schema, dict):
        if "enum" in schema:
            yield schema["enum"]
        elif "const" in schema:
            yield [schema["const"]]
        for key, part in schema.items():
            if key not in ("enum", "const", "default", "examples"):
                yield from _enums(part)


def check_fields(record: Record) -> None:
    """The class and its dictionary have the fields of the spec, in its order."""
    assert [*record.model.model_fields] == [row.name for row in record.rows]
    if record.param is not None:
        needed = {row.name for row in record.rows if row.required}
        others = {row.name for row in record.rows if not row.required}
        assert record.param.__required_keys__ == needed
        assert record.param.__optional_keys__ == others


def check_example(record: Record) -> None:
    """What the spec shows is read, strictly too, and is the same when made here."""
    assert record.example is not None
    body = written(record.example)
    for strict in (False, True):
        assert read_back(record, body, strict=strict) == Outcome(body, [])
    assert same(made(record, spoken(record.example)).json, body)


def check_drawn(record: Record) -> None:
    """Whatever the spec allows is read, comes back equal, and is made of arguments."""

    @profile()
    @given(record.drawn.both())
    def check(drawn: tuple[Mapping[str, Any], Mapping[str, Any]]) -> None:
        arguments, body = drawn
        for strict in (False, True):
            outcome = read_back(record, body, strict=strict)
            assert not outcome.mistakes, f"strict={strict}: {outcome.mistakes}"
            assert same(outcome.json, body), f"strict={strict}: changed"
        assert same(made(record, arguments).json, body)

    check()


def reads_any(
    parse: Callable[..., Any], drawn: Drawn, models: Sequence[type[Model]]
) -> None:
    """Whatever is drawn is read as one of these classes, and comes back equal."""

    @profile()
    @given(drawn())
    def check(body: Any) -> None:
        found = parse(json.dumps(body), strict=True)
        assert type(found) in models
        assert same(json.loads(found.model_dump_json()), body)

    check()


def of_table(table: Table) -> list[Callable[[Any], None]]:
    """The checks that any table takes."""
    found: list[Callable[[Any], None]] = [check_names, check_unknown]
    if table.rows:
        found += [check_presence, check_limits]
    if any(row.kind.bad for row in table.rows):
        found.append(check_every_mistake)
    if any(row.kind.enums for row in table.rows):
        found.append(check_enums)
    return found


def of_record(record: Record) -> list[Callable[[Any], None]]:
    """The checks that a record takes."""
    found: list[Callable[[Any], None]] = [*of_table(record), check_fields, check_drawn]
    if record.example is not None:
        found.append(check_example)
    return found
