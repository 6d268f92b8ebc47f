"""The checks that run tables of cases against this package.

They drive it from outside, both ways: objects made in Python, and JSON that is read. A
check collects every case that went wrong, and its failure names them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import MISSING

from .._runtime import Model, ValidationError, read
from ._cases import Case, Outcome, failures, made, read_back, same, verify
from ._tables import Nested, Table, spoken, written


def check_presence(table: Table) -> None:
    """Each field absent, null, valid and invalid, as its presence says."""

    def cases() -> Iterator[Case]:
        for row in table.rows:
            presence = row.presence
            yield Case(
                "absent", row, MISSING, "required" if presence.required else None
            )
            yield Case("null", row, None, None if presence.nullable else "null")
            yield Case("valid", row, row.kind.valid, None)
            for bad in row.kind.bad[-1:]:
                yield Case(f"invalid {bad[0]!r}", row, bad[0], bad[1], "".join(bad[2:]))

    verify(failures(table, cases()))


def check_limits(table: Table) -> None:
    """Each limit, pattern and format of each field: at it, and to either side."""

    def cases() -> Iterator[Case]:
        for row in table.rows:
            for value in row.kind.good:
                yield Case(f"good {_short(value)}", row, value, None)
            for bad in row.kind.bad:
                yield Case(
                    f"bad {_short(bad[0])}", row, bad[0], bad[1], "".join(bad[2:])
                )

    verify(failures(table, cases()))


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:40]}… ({len(shown)} characters)"


def check_names(table: Table) -> None:
    """Each field alone beside the required ones: found and sent by its names."""

    def wrong() -> Iterator[str]:
        needed = [row for row in table.rows if row.presence.required]
        for row in table.rows:
            rows = [*needed, row] if row not in needed else needed
            body = {each.wire: written(each.kind.valid) for each in rows}
            outcome = made(table, {each.name: spoken(each.kind.valid) for each in rows})
            if not same(outcome.json, body):
                yield f"{table.name}.{row.name}: sent as {outcome}, not as {row.wire}"
            if table.model is None:
                continue
            found = read(table.model, json.dumps(body), strict=True, subject=table.name)
            if getattr(found, row.name, MISSING) is MISSING:
                yield f"{table.name}.{row.name}: {row.wire} was not read"
            absent = [each for each in table.rows if each not in rows]
            if any(getattr(found, each.name) is not MISSING for each in absent):
                yield f"{table.name}: a field that was left out is not MISSING"

    verify(wrong())


def check_unknown(table: Table) -> None:
    """Unknown names and those of other variants: refused when sent, kept when read."""
    names = {"no_such_field": "noSuchField", **table.foreign}
    names |= {f"{row.name}_x": f"{row.wire}X" for row in table.rows[:1]}
    snakes = {row.wire: row.name for row in table.rows if row.wire != row.name}
    model = table.model

    def wrong() -> Iterator[str]:
        arguments = {row.name: spoken(row.kind.valid) for row in table.rows}
        body = {row.wire: written(row.kind.valid) for row in table.rows}
        for name in [*names, *snakes]:
            outcome = made(table, {**arguments, name: "x"})
            if outcome.mistakes != [(name, "unknown")]:
                yield f"{table.name}: {name} in Python: {outcome}"
        for wire in [*names.values(), *snakes.values()] if model else []:
            assert model is not None
            extended = {**body, wire: ["x"]}
            outcome = read_back(model, extended, strict=True)
            if outcome.mistakes != [(wire, "unknown")]:
                yield f"{table.name}: {wire} in JSON (strict): {outcome}"
            outcome = read_back(model, extended, strict=False)
            if not same(outcome.json, extended):
                yield f"{table.name}: {wire} in JSON: {outcome}"
        for wire, name in snakes.items() if model else []:
            assert model is not None
            renamed = {
                name if key == wire else key: value for key, value in body.items()
            }
            outcome = read_back(model, renamed, strict=True)
            if (name, "unknown") not in outcome.mistakes:
                yield f"{table.name}: {name} instead of {wire} in JSON: {outcome}"
        yield from _unknown_inside(table, arguments)

    verify(wrong())


def _unknown_inside(table: Table, arguments: dict[str, Any]) -> Iterator[str]:
    """An object of a newer server, with a field unknown here, is not sent on."""
    for row in table.rows:
        if not isinstance(row.kind.valid, Nested):
            continue
        inner = row.kind.valid.table
        if inner.model is None:
            continue
        body = json.dumps({**written(Nested(inner)), "noSuchField": 1})
        newer = read(inner.model, body, strict=False, subject=inner.name)
        outcome = made(table, {**arguments, row.name: newer})
        if outcome.mistakes != [(f"{row.name}.noSuchField", "unknown")]:
            yield f"{table.name}.{row.name}: an unknown field inside: {outcome}"


def check_every_mistake(table: Table) -> None:
    """All mistakes are in one error, and none of the values."""
    secret = "no one may read this"
    wrong = [row for row in table.rows if row.kind.bad]
    arguments = {row.name: spoken(row.kind.valid) for row in table.rows}
    arguments |= {row.name: (secret,) for row in wrong}  # no value of any kind
    try:
        table.make(**arguments)
    except ValidationError as error:
        places = {re.split(r"[.\[]", mistake.place)[0] for mistake in error.mistakes}
        assert places >= {row.name for row in wrong}, f"{table.name}: only {places}"
        assert secret not in str(error) + repr(error), f"{table.name}: {error}"
        return
    assert not wrong, f"{table.name}: took {arguments}"


def check_request(table: Table, method: str, path: str) -> None:
    """The request goes to its method and path, and carries no key."""
    needed = {
        row.name: spoken(row.kind.valid) for row in table.rows if row.presence.required
    }
    request = table.make(**needed)
    assert (request.method, request.path) == (method, path)
    assert request.url("https://example.org/v0/") == f"https://example.org/v0{path}"
    assert request.url().endswith(path)
    assert request.url() in request.to_curl()
    assert "authorization" not in {name.lower() for name in request.headers}


def check_example(table: Table, arguments: Mapping[str, Any], body: Any) -> None:
    """Documented arguments are sent as the documented body, in its order."""
    request = table.make(**{name: spoken(value) for name, value in arguments.items()})
    assert json.loads(request.content) == body
    assert list(json.loads(request.content)) == list(body)


def check_response_example(model: type[Model], body: Any) -> None:
    """A documented answer is read, strictly too, and comes back equal."""
    for strict in (False, True):
        outcome = read_back(model, body, strict=strict)
        assert outcome == Outcome(body, []), f"strict={strict}"


def check_sent(table: Table, params: type[Model], arguments: Mapping[str, Any]) -> None:
    """Any valid arguments are sent, each under its name, and read back equal."""
    before = repr(arguments)
    request = table.make(**arguments)
    assert repr(arguments) == before, "the arguments were changed"
    wires = {row.name: row.wire for row in table.rows}
    assert list(json.loads(request.content)) == [
        wire for name, wire in wires.items() if name in arguments
    ]
    again = read(params, request.content, strict=True, subject=table.name)
    assert again == params(**arguments)
    assert table.make(**arguments).content == request.content


def check_read(model: type[Model], body: Mapping[str, Any]) -> None:
    """Any valid answer is read, strictly too, and comes back equal."""
    for strict in (False, True):
        outcome = read_back(model, body, strict=strict)
        assert not outcome.mistakes, f"strict={strict}: {outcome.mistakes}"
        assert same(
            outcome.json, json.loads(json.dumps(body))
        ), f"strict={strict}: changed"
