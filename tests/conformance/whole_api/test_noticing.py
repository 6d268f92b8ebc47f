"""The checks notice what is wrong: one fact is made untrue, and there are complaints.

A fact that the package doesn't follow is the same to them as a package that doesn't follow
a fact. `untrue` makes every fact about a few endpoints untrue, one at a time.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from .checks import CHECKS, aspects
from .driving import error_of, reading, sending
from .facts import Argument, Endpoint, Where, load_all
from .sending import Sending
from .shapes import Field, Shape
from .spots import Spot, spots_of
from .targets import Target

TRIED = (
    "viewer.studies.create",
    "auto_scribe.studies.create",
    "auto_scribe.users.list",
    "auto_scribe.reports.text",
)
BUILD = load_all()[0]
ENDPOINTS = tuple(each for each in BUILD.endpoints if each.name in TRIED)

LIMITS = ("min_length", "max_length", "minimum", "maximum", "max_items", "max_pairs")
OTHER_KINDS = {
    "string": "boolean",
    "boolean": "integer",
    "integer": "number",
    "number": "integer",
    "datetime": "string",
    "enum": "string",
}

Untrue = tuple[str, str, tuple[Field, ...]]
"""What is untrue, at which place, and the fields with it."""


def untrue(fields: tuple[Field, ...], around: str = "") -> Iterator[Untrue]:
    """The fields with one fact made untrue."""
    for at, field in enumerate(fields):
        before, after = fields[:at], fields[at + 1 :]
        for what, place, other in untrue_of(field):
            yield what, place, (*before, other, *after)
        yield "left out", around, (*before, *after)
    surplus = Field("more", "more", False, False, Shape("string"), around, ("", ""))
    yield "made up", around, (*fields, surplus)


def untrue_of(field: Field) -> Iterator[tuple[str, str, Field]]:
    """The field with one fact made untrue."""
    place = field.place
    yield "wire", place, replace(field, wire=f"{field.wire}2")
    yield "python", place, replace(field, python=f"{field.python}_2")
    yield "required", place, replace(field, required=not field.required)
    yield "nullable", place, replace(field, nullable=not field.nullable)
    for what, at, shape in untrue_shapes(field.shape, place):
        yield what, at, replace(field, shape=shape)


def untrue_shapes(shape: Shape, place: str) -> Iterator[tuple[str, str, Shape]]:
    """The shape with one fact made untrue."""
    if shape.kind in OTHER_KINDS:
        yield "kind", place, Shape(OTHER_KINDS[shape.kind])
    if shape.kind == "enum":
        yield "value", place, replace(shape, values=(*shape.values, "more"))
        yield "values", place, replace(shape, values=shape.values[:-1])
    if shape.kind == "string":
        form = "id:more_" if shape.form is None else None
        yield "form", place, replace(shape, form=form)
    for limit in LIMITS:
        stated = getattr(shape, limit)
        if stated is not None:
            for number in (stated - 1, stated + 1):
                changes: dict[str, Any] = {limit: number}
                yield f"{limit} {number}", place, replace(shape, **changes)
    for what, at, fields in untrue(shape.fields, place) if shape.fields else ():
        yield what, at, replace(shape, fields=fields)
    for part, inner in (("item", shape.item), ("key", shape.key)):
        if inner is not None:
            for what, at, other in untrue_shapes(inner, place):
                within: dict[str, Any] = {part: other}
                yield f"{part}: {what}", at, replace(shape, **within)


def noticed(target: Target, fields: tuple[Field, ...], place: str) -> bool:
    """Whether there is a complaint about what stands at the place."""
    if target.flaw() is not None:
        return True
    root = Spot(Shape("record", fields=fields), (), (), "")
    for spot in (root, *spots_of(fields)):
        if spot.place == place:
            for aspect in aspects(spot, sent=isinstance(target, Sending)):
                if next(CHECKS[aspect](target, spot), None) is not None:
                    return True
    return False


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.name)
def test_whatever_is_untrue_of_arguments_is_noticed(endpoint: Endpoint) -> None:
    fields = tuple(each.field for each in endpoint.arguments)
    where: dict[str, Where] = {
        each.field.place: each.where for each in endpoint.arguments
    }
    usual: Where = endpoint.arguments[0].where
    call = sending(BUILD, endpoint).call
    unnoticed = []
    for what, place, wrong in untrue(fields):
        arguments = tuple(
            Argument(where.get(each.place, usual), each) for each in wrong
        )
        target = Sending(call, arguments, error_of(BUILD))
        if not noticed(target, wrong, place):
            unnoticed.append(f"{place}: {what}")
    assert unnoticed == []


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.name)
def test_whatever_is_untrue_of_an_answer_is_noticed(endpoint: Endpoint) -> None:
    unnoticed = []
    for read in endpoint.returns:
        for what, place, wrong in untrue(read.shape.fields):
            shape = Shape("record", fields=wrong)
            target = reading(BUILD, endpoint, replace(read, shape=shape))
            if not noticed(target, wrong, place):
                unnoticed.append(f"{place}: {what}")
    assert unnoticed == []


def test_what_is_tried_is_there() -> None:
    assert {each.name for each in ENDPOINTS} == set(TRIED)
