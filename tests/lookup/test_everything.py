"""On the flagship and on a spec for each feature: everything that is there can be explained.

What is explained is held against the IR of the builds, by other code than that which made it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from specloom import ir
from specloom.diagnostics.colour import Styler
from specloom.lookup.explain import Explanation, FieldShown, Sight, explain
from specloom.lookup.explained import Page, explained
from specloom.lookup.explained_json import explanation_json
from specloom.lookup.find import Finder
from specloom.lookup.notation import limit_text
from specloom.lookup.overview import Column, overview_of
from specloom.lookup.parts import Parts
from specloom.lookup.screen import clean, width
from specloom.lookup.steps import Steps
from specloom.spec.syntax import Declared, UnionExpr
from specloom.weave import resolve_all

from .running import SPECS, Place

LIMITS = (
    "min",
    "max",
    "minimum",
    "maximum",
    "above",
    "below",
    "multiple_of",
    "pattern",
    "format",
    "max_bytes",
    "prefix",
    "discriminator",
)


@pytest.mark.parametrize("spec", SPECS)
def test_every_path_of_the_matrix_is_explained(spec: str, place: Place) -> None:
    api = place.use(spec)
    outcome = place.run("matrix", "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    rows = [
        row
        for matrix in json.loads(outcome.out)["apis"]
        for table in matrix["tables"]
        for row in table["rows"]
    ]
    assert rows
    found = resolve_all([api])
    parts = Parts(overview_of(found.apis[0]), included=True)
    finder, steps = Finder(parts), Steps(parts.overview)
    for row in rows:
        (named,) = finder.matches(row["path"])
        explanation = explain(named, parts, steps)
        assert explanation.path == row["path"]
        json.dumps(explanation_json(explanation))
        for room in (20, 80, None):
            text = explained(explanation, Page(room, Styler(False), found.texts))
            assert room is None or max(map(width, text.splitlines())) <= room, text
        if row["kind"] == "field":
            kind = "sent" if row["direction"] == "request" else "read"
            assert any(getattr(field, kind) for _, field in fields_of(explanation))


@pytest.mark.parametrize("spec", SPECS)
def test_every_field_is_explained_as_the_ir_has_it(spec: str, place: Place) -> None:
    found = resolve_all([place.use(spec)])
    parts = Parts(overview_of(found.apis[0]), included=True)
    finder, steps = Finder(parts), Steps(parts.overview)
    count = 0
    for resolved in found.resolved:
        for api in (resolved.api, *resolved.siblings, *resolved.releases):
            column = Column(api.variant, api.release)
            for path, field in fields_in(api):
                (named,) = finder.matches(path)
                explanation = explain(named, parts, steps)
                shown = [
                    each
                    for sight, each in fields_of(explanation)
                    if sight.column == column and each.field.span == field.span
                ]
                assert field in [each.field for each in shown], path
                expected = Counter(map(repr, limits_in(field.type)))
                text = explained(explanation, Page(None, Styler(False), found.texts))
                for each in shown:
                    limits = [(limit.key, limit.value) for limit in each.limits]
                    assert Counter(map(repr, limits)) == expected, path
                    for limit in each.limits:
                        assert limit.key == "values" or clean(limit_text(limit)) in text
                count += 1
    assert count


@pytest.mark.parametrize("spec", SPECS)
def test_presence_is_what_the_field_and_its_includes_say(
    spec: str, place: Place
) -> None:
    overview = overview_of(resolve_all([place.use(spec)]).apis[0])
    steps = Steps(overview)
    for part in Parts(overview, included=True).all():
        for column, field in part.seen.items():
            if not isinstance(field, ir.Field) or part.place == "path":
                continue
            declared = overview.items[field.span]
            assert isinstance(declared, Declared)
            way = steps.to(part, column)
            optional = declared.key.optional or any(step.optional for step in way)
            assert field.required is not optional, part.path
            assert field.nullable or not any(step.nullable for step in way), part.path
            if field.nullable and not any(step.nullable for step in way):
                text = declared.value.type
                assert text is not None and isinstance(text, UnionExpr), part.path


def fields_of(explanation: Explanation) -> Iterator[tuple[Sight, FieldShown]]:
    for facet in explanation.facets:
        for sight in facet.sights:
            if isinstance(sight.shown, FieldShown):
                yield sight, sight.shown


def fields_in(api: ir.Api) -> Iterator[tuple[str, ir.Field]]:
    """Every argument and every field of what is written as a record."""
    for module in api.modules:
        home = ".".join(module.path)
        for endpoint in module.endpoints:
            for field in endpoint.arguments:
                yield f"{home}.{endpoint.name}.{field.name}", field
            made = endpoint.returns
            if isinstance(made, ir.RecordType):
                for field in api.record(made).fields:
                    yield f"{home}.{endpoint.name}.returns.{field.name}", field
        for record in module.records:
            written = module.webhooks is None or not made_by(module.webhooks, record)
            for field in record.fields if written else ():
                yield f"{home}.{record.name}.{field.name}", field


def made_by(webhooks: ir.Webhooks, record: ir.Record) -> bool:
    """Whether events make the record: those have paths of their own."""
    names = {webhooks.unknown.name}
    for event in webhooks.events:
        names |= {event.record.name, *([event.reply.name] if event.reply else [])}
        names.add(f"{event.record.name}Data")
    return record.name in names


def limits_in(part: Any) -> Iterator[tuple[str, object]]:
    """The limits of a type, by walking its tuples without asking what they are."""
    if isinstance(part, ir.EnumType):
        yield "values", [value.value for value in part.values]
    elif isinstance(part, ir.ConstType):
        yield "value", part.value
    elif isinstance(part, ir.RecordType) and part.max_bytes is not None:
        yield "max_bytes", part.max_bytes
    elif isinstance(part, tuple) and hasattr(part, "_fields"):
        names: Iterable[str] = getattr(part, "_fields", ())
        for key, value in zip(names, part, strict=True):
            if (key in LIMITS and value is not None) or (key == "unique" and value):
                yield key, value
            else:
                yield from limits_in(value)
    elif isinstance(part, tuple):
        for each in part:
            yield from limits_in(each)
