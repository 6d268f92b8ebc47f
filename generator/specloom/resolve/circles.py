"""Finds the records that hold one another, and so themselves.

In: records by their place, and what each holds. Out: circles; those that no value can end are
reported.
"""

from collections.abc import Mapping

from specloom import ir
from specloom.diagnostics import Diagnostics, Related, rules

Place = tuple[ir.Path, str]
"""The module of a record, and its name."""

_MOST_SHOWN = 3
"""So many further links of a circle of records are shown."""


def circles_of(held: Mapping[Place, set[Place]]) -> list[set[Place]]:
    """Those that hold one another and so themselves: Kosaraju's algorithm."""
    left: list[Place] = []  # each behind all that it holds, but for circles
    seen: set[Place] = set()
    stack = [(place, False) for place in held]
    while stack:
        place, done = stack.pop()
        if done:
            left.append(place)
        elif place not in seen:
            seen.add(place)
            stack.append((place, True))
            stack += [(each, False) for each in held[place]]
    holders = _turned(held)
    found: list[set[Place]] = []
    while left:
        start = left.pop()
        waiting = [start] if start in seen else []
        circle: set[Place] = set()
        while waiting:
            place = waiting.pop()
            if place in seen:
                seen.remove(place)
                circle.add(place)
                waiting += holders[place]
        if len(circle) > 1 or (circle and start in held[start]):
            found.append(circle)
    return found


def report_endless(
    records: Mapping[Place, ir.Record],
    held: Mapping[Place, set[Place]],
    diagnostics: Diagnostics,
) -> None:
    """Reports records that can only be written with themselves inside.

    `held` says which records each of the `records` holds, needed or not.
    """
    holders = _turned(held)
    finite: set[Place] = set()
    unsure = list(records)
    while unsure:  # what holds a record that can end may be able to as well
        place = unsure.pop()
        fields = records[place].fields
        if place not in finite and all(_can_end(f, finite) for f in fields):
            finite.add(place)
            unsure += holders.get(place, ())
    always = {
        place: {
            inner
            for field in records[place].fields
            for inner in _always_held(field, finite) & records.keys()
        }
        for place in records.keys() - finite
    }
    for circle in circles_of(always):
        around = sorted((records[place] for place in circle), key=lambda r: r.span)
        _report_circle(around, circle, finite, diagnostics)


def _always_held(field: ir.Field, finite: set[Place]) -> set[Place]:
    """The records without a finite value that a field can't do without."""
    if _can_end(field, finite):
        return set()
    held = {(use.home, use.name) for use in ir.uses_of(field.type)}
    return held - finite


def _report_circle(
    records: list[ir.Record],
    circle: set[Place],
    finite: set[Place],
    diagnostics: Diagnostics,
) -> None:
    """Reports records that always hold one another: to break one link is enough."""
    fields = [
        next(
            field
            for field in record.fields
            if not _always_held(field, finite).isdisjoint(circle)
        )
        for record in records
    ]
    first = records[0]
    labels = (
        "this field always holds one",
        *["and so does this one"] * _MOST_SHOWN,
    )
    related = [
        Related(field.span, label)
        for field, label in zip(fields, labels, strict=False)
        if field.span != first.span
    ]
    diagnostics.report(
        rules.ENDLESS_RECORD,
        first.span,
        hint="let a field be left out (`?`), be null, or be a list that may be empty",
        related=related,
        name=first.name,
    )


def _can_end(field: ir.Field, finite: set[Place]) -> bool:
    return not field.required or field.nullable or _type_ends(field.type, finite)


def _type_ends(type_: ir.Type, finite: set[Place]) -> bool:
    match type_:
        case ir.NamedType():
            return _type_ends(type_.target, finite)
        case ir.RecordType():
            return (type_.home, type_.name) in finite
        case ir.ListType():
            slot = type_.item
            return not type_.min or slot.nullable or _type_ends(slot.type, finite)
        case ir.MapType():
            slot = type_.value
            return not type_.min or slot.nullable or _type_ends(slot.type, finite)
        case ir.UnionType():
            return any(_type_ends(member, finite) for member in type_.members)
        case _:
            return True


def _turned(held: Mapping[Place, set[Place]]) -> dict[Place, list[Place]]:
    """Who holds each, from what each holds."""
    holders: dict[Place, list[Place]] = {place: [] for place in held}
    for place, inner in held.items():
        for each in inner:
            holders[each].append(place)
    return holders
