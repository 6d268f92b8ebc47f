"""The checks that run the tables of a module against this package.

They drive it from outside, both ways: objects and requests made in Python, and JSON
that is read. A check collects every case that went wrong, and its failure names them.
`checks` says which of them a module's tables take; those of requests are in
`_requests`.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import FunctionType, ModuleType
from typing import Any, TypeAlias, get_type_hints

import pydantic
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import MISSING

from .._runtime import Model, Params, ValidationError, read
from ..strategies._strategies import Drawn
from ._cases import ABSENT, Case, arguments_of, failures, same, values_of, verify
from ._kinds import nested
from ._sent import expected, sent
from ._structure import check_structure, check_types, params_of
from ._tables import (
    Extended,
    InPython,
    Kind,
    Nested,
    OnWire,
    Operation,
    Record,
    Row,
    Table,
    Token,
    Unsent,
    dumped,
    holds,
    home_of,
    spoken,
    written,
)

Check: TypeAlias = Callable[[], None]
"""One test: it fails by raising."""

STRUCTURE = frozenset({"all", "classes", "fields", "names", "signature", "structure"})
"""The checks that look at classes and signatures only: they drive nothing."""

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


def of_module(
    module: ModuleType, names: str, tables: Mapping[str, Any], *more: Any
) -> Callable[[Check], None]:
    """The test of a module, which pytest runs once for each check; `more` are its own."""

    @pytest.mark.parametrize("check", [*checks(module, names, tables), *more])
    def test(check: Check) -> None:
        check()

    return test


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
    declared = {name for name in _declared(module) if not name.startswith("_")}
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


def _declared(module: ModuleType) -> Iterator[str]:
    """The classes, functions and annotated names that a module makes itself."""
    yield from getattr(module, "__annotations__", {})
    for name, value in vars(module).items():
        own = getattr(value, "__module__", None) == module.__name__
        if own and isinstance(value, type | FunctionType):
            yield name


def presence(table: Table) -> Iterator[Case]:
    """Each field absent, null and valid, as its presence says."""
    for row in table.rows:
        absent = [("", "required")] if row.required else []
        yield Case("not said", row, ABSENT, absent)
        yield Case("left out", row, MISSING, absent)
        yield Case("null", row, None, [] if row.nullable else [("", "null")])
        yield Case("valid", row, row.kind.valid)


def limits(table: Table) -> Iterator[Case]:
    """Each limit, pattern and format of each field: at it, and to either side."""
    for row in table.rows:
        for value in row.kind.good:
            if value is not None:
                yield Case("good", row, value)
        for bad in (*row.kind.bad, *row.kind.others()):
            yield Case("bad", row, bad.value, [(bad.place, bad.rule)], bad.allowed)


def unknown(table: Table) -> Iterator[Case]:
    """Names that nothing has here: new ones, other variants', and those of elsewhere.

    Python's names are unknown in JSON, and those of JSON in Python.
    """
    names = {row.name for row in table.rows}
    wires = {row.wire for row in table.rows}
    found = {"no_such_field": "noSuchField", **table.foreign}
    for row in table.rows:
        found[f"{row.name}_x"] = f"{row.wire}X"
        if isinstance(row.kind.valid, Nested):
            found |= {inner.name: inner.wire for inner in row.kind.valid.table.rows}
    said = [(name, InPython("x")) for name in dict.fromkeys([*found, *sorted(wires)])]
    told = dict.fromkeys([*found.values(), *sorted(names)])
    for name, value in said:
        if name not in names:
            yield Case("unknown", _row(name), value, _UNKNOWN)
    for wire in told:
        if wire not in wires:
            yield Case("unknown", _row(wire), OnWire(["x"]), _UNKNOWN)
    for row in table.rows:
        yield from _unknown_inside(table, row)


_UNKNOWN = [("", "unknown")]


def _row(name: str) -> Row:
    return Row(name, name, Kind("x"), required=False, nullable=False)


def _unknown_inside(table: Table, row: Row) -> Iterator[Case]:
    """Fields that belong beside an object, in it; and one that nothing has."""
    if not isinstance(row.kind.valid, Nested):
        return
    inner = row.kind.valid.table
    names = {each.name for each in inner.rows} | {each.wire for each in inner.rows}
    beside = {each.name: each.wire for each in table.rows} | {"no_such": "noSuch"}
    for name, wire in beside.items():
        if name not in names and wire not in names:
            value = Extended(inner, name)
            yield Case("extended", row, InPython(value), [(f".{name}", "unknown")])
            value = Extended(inner, wire)
            yield Case("extended", row, OnWire(value), [(f".{wire}", "unknown")])
    value = Extended(inner, "\ud800")  # no name that UTF-8 could say
    yield Case("extended", row, InPython(value), [(".\\ud800", "unknown")])


def check_presence(table: Table) -> None:
    """Each field absent, null and valid, as its presence says."""
    verify(failures(table, presence(table)))


def check_limits(table: Table) -> None:
    """Each limit, pattern and format of each field: at it, and to either side."""
    verify(failures(table, limits(table)))


def check_unknown(table: Table) -> None:
    """Unknown names are refused when sent, and kept when read, unless strict."""
    verify(failures(table, unknown(table)))


def check_newer(table: Table) -> None:
    """An object that holds what it must not, or not any more, is not sent on."""
    for row in table.rows:
        if isinstance(row.kind.valid, Nested):
            inner = row.kind.valid.table
            body = dumped({**written(row.kind.valid), "noSuchField": 1})
            newer = read(inner.model, body, strict=False, subject=inner.name)
            _refused(table, {row.name: newer}, [(f"{row.name}.noSuchField", "unknown")])
            given = {**spoken(row.kind.valid), "no_such": MISSING}
            _refused(table, {row.name: given}, [(f"{row.name}.no_such", "unknown")])
            for each in inner.rows:
                if isinstance(each.kind.valid, str):
                    changed = inner.make(**arguments_of(inner.rows))
                    setattr(changed, each.name, "\ud800")
                    place = f"{row.name}.{each.name}"
                    _refused(table, {row.name: changed}, [(place, "type")])


def _refused(
    table: Table, given: Mapping[str, Any], told: Sequence[tuple[str, str]] | None
) -> ValidationError:
    """The error of valid arguments with these among them, which tells all and no more."""
    with pytest.raises(ValidationError) as caught:
        table.make(**{**arguments_of(table.rows), **given})
    error = caught.value
    assert error.__cause__ is error.__context__ is None
    found = [(each.place, each.rule) for each in error.mistakes]
    assert told is None or found == told
    head = f"{len(found)} mistake{'s' if found[1:] else ''} in {table.name}:"
    lines = [f"  {each.place}: {each.rule}: {each.allowed}" for each in error.mistakes]
    assert f"{error}" == "\n".join([head, *lines]), f"every_mistake says: {error}"
    return error


def check_alone(table: Table) -> None:
    """The least, each optional field beside it, and all: sent as they are, and kept."""
    needed = [row for row in table.rows if row.required]
    optional = [row for row in table.rows if not row.required]
    every = [needed, *([*needed, row] for row in optional), [*table.rows]]
    for rows in every:
        label = f"with {rows[-1].name if rows else 'nothing'}"
        arguments, values = arguments_of(rows), values_of(rows)
        before = repr(arguments)
        made = table.make(**arguments)
        names = {row.name for row in rows}
        wires = [
            row.wire for row in table.rows if row.name in names and row.place == "body"
        ]
        body = {row.wire: values[row.name] for row in table.rows if row.wire in wires}
        if isinstance(table, Operation):
            assert sent(made) == expected(table, values), label
            assert made.content in (None, dumped(body).encode()), label
            assert table.make(**arguments).content == made.content, label
        else:
            assert made.model_dump_json() == dumped(body), label
            found = read(table.model, dumped(body), strict=True, subject=label)
            assert found == made, label
            assert [*found.model_dump()] == wires, label
            there = {
                r.name for r in table.rows if getattr(found, r.name) is not MISSING
            }
            assert there == names, label
        assert repr(arguments) == before, f"{label}: the arguments were changed"


def check_every_mistake(table: Table) -> None:
    """All mistakes are in one error, wherever they are sent, and none of the values."""
    wrong = [row for row in table.rows if row.kind.bad]
    # A tuple is no value of any kind.
    error = _refused(table, {row.name: (SECRET,) for row in wrong}, None)
    told = [re.split(r"[.\[]", each.place)[0] for each in error.mistakes]
    assert {*told} == {row.name for row in wrong}
    whole = f"{error} {error!r} {error.mistakes}"
    assert SECRET not in whole, f"{table.name}: every_mistake: a value shows: {error}"
    first = error.mistakes[0]
    assert first.value == (SECRET,)
    assert first == replace(first, value=None)
    with pytest.raises(AttributeError):
        first.rule = ""  # type: ignore[misc]
    circle: list[Any] = []
    circle.append(circle)
    for row in table.rows:
        for deep in (circle, nested(2000)):
            assert row.name in f"{_refused(table, {row.name: deep}, None)}"
    model = table.model if isinstance(table, Record) else params_of(table)
    model.model_validate_json(
        dumped({r.wire: written(r.kind.valid) for r in table.rows})
    )
    with pytest.raises(pydantic.ValidationError) as shown:
        model.model_validate({row.wire: (SECRET,) for row in wrong} | {"noSuch": 1})
    assert SECRET not in f"{shown.value} {shown.value!r}"
    unknown = [each["loc"] for each in shown.value.errors() if each["input"] == 1]
    assert unknown == ([] if isinstance(table, Record) else [("noSuch",)])


def check_misnamed(record: Record) -> None:
    """A field that has its Python name in JSON is not there."""
    body = written(Nested(record))
    with pytest.raises(ValidationError) as caught:
        text = dumped({**body, "noSuch": written(Token("NaN"))})
        read(record.model, text, strict=False, subject="a case")
    assert [(each.place, each.rule) for each in caught.value.mistakes] == [
        ("noSuch", "type")
    ]
    for row in record.rows:
        if row.name != row.wire:
            renamed = {row.name if key == row.wire else key: body[key] for key in body}
            with pytest.raises(ValidationError) as caught:
                read(record.model, dumped(renamed), strict=True, subject="a case")
            told = sorted((each.place, each.rule) for each in caught.value.mistakes)
            missing = [(row.wire, "required")] if row.required else []
            assert told == sorted([(row.name, "unknown"), *missing])


def check_long_names(record: Record) -> None:
    """A name from outside is told on one line, and cut behind 80 characters."""
    told = {
        "x" * 80: "x" * 80,
        "x" * 81: "x" * 77 + "...",
        "a\n\u0007\u2028": "a\\n\\x07\\u2028",
    }
    for name, place in told.items():
        body = dumped({**written(Nested(record)), name: 1})
        with pytest.raises(ValidationError) as caught:
            read(record.model, body, strict=True, subject="a case")
        assert [each.place for each in caught.value.mistakes] == [place]


def check_fields(record: Record) -> None:
    """The class and its dictionary have the fields of the spec, in its order."""
    assert [*record.model.model_fields] == [row.name for row in record.rows]
    if record.param is not None:
        needed = {row.name for row in record.rows if row.required}
        others = {row.name for row in record.rows if not row.required}
        assert record.param.__required_keys__ == needed
        assert record.param.__optional_keys__ == others
        check_types(record.name, record.model, get_type_hints(record.param))


def _kept(record: Record, body: Any) -> None:
    """JSON is read, tolerantly and strictly, and comes back equal."""
    for strict in (False, True):
        found = read(record.model, dumped(body), strict=strict, subject=record.name)
        assert same(json.loads(found.model_dump_json()), body), f"strict={strict}"


def check_example(record: Record) -> None:
    """What the spec shows is read, strictly too, and is the same when made here."""
    assert record.example is not None
    body = written(record.example)
    _kept(record, body)
    made = record.make(**spoken(record.example))
    assert same(json.loads(made.model_dump_json()), body)


def edits_of(table: Table) -> SearchStrategy[list[Case]]:
    """Up to two cases of different rows, which both Python and JSON can say."""
    one_sided = (InPython, OnWire, Token, Unsent)
    cases = [
        case
        for case in (*presence(table), *limits(table))
        if case.value is not ABSENT and not holds(case.value, *one_sided)
    ]
    return st.lists(
        st.sampled_from(cases), max_size=2, unique_by=lambda case: case.row.name
    )


def edited(values: Mapping[str, Any], edits: Mapping[str, Any]) -> dict[str, Any]:
    """An object with some of its values replaced, and with MISSING ones left out."""
    found = {**values, **edits}
    return {name: found[name] for name in found if found[name] is not MISSING}


def mistakes_in(
    edits: Iterable[Case], wire: bool, make: Callable[[], Any]
) -> tuple[Any, list[tuple[str, str]], list[tuple[str, str]]]:
    """What was made, if it was; the mistakes told and those of the edits, sorted."""
    wanted = sorted(
        ((case.row.wire if wire else case.row.name) + inside, rule)
        for case in edits
        for inside, rule in case.broken
    )
    try:
        return make(), [], wanted
    except ValidationError as error:
        told = sorted((each.place, each.rule) for each in error.mistakes)
        return None, told, wanted


def check_edits(record: Record) -> None:
    """What is drawn is read, made and kept; with wrong values all of them are told."""

    @profile()
    @given(record.drawn.both(), edits_of(record) if record.rows else st.just([]))
    def check(drawn: tuple[Mapping[str, Any], Any], edits: list[Case]) -> None:
        arguments, body = drawn
        _kept(record, body)
        assert same(_json(record.make(**arguments)), body)
        body = edited(body, {case.row.wire: written(case.value) for case in edits})
        text = dumped(body)
        made, told, wanted = mistakes_in(
            edits, True, lambda: read(record.model, text, strict=True, subject="")
        )
        assert told == wanted, "in JSON"
        assert made is None or same(_json(made), body), "in JSON"
        values = {case.row.name: spoken(case.value) for case in edits}
        made, told, wanted = mistakes_in(
            edits, False, lambda: record.make(**{**arguments, **values})
        )
        assert told == wanted, "in Python"
        assert made is None or same(_json(made), body), "in Python"

    check()


def _json(made: Any) -> Any:
    return json.loads(made.model_dump_json())


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
    found: list[Callable[[Any], None]] = [check_alone, check_unknown]
    if table.rows:
        found += [check_structure, check_presence, check_limits]
    if any(isinstance(row.kind.valid, Nested) for row in table.rows):
        found.append(check_newer)
    if any(row.kind.bad for row in table.rows):
        found.append(check_every_mistake)
    return found


def of_record(record: Record) -> list[Callable[[Any], None]]:
    """The checks that a record takes."""
    found: list[Callable[[Any], None]] = [
        *of_table(record),
        check_fields,
        check_misnamed,
        check_long_names,
        check_edits,
    ]
    if record.example is not None:
        found.append(check_example)
    return found
