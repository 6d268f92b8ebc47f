"""Finds which records a build needs, and what only the whole build can tell of them.

In: modules with every record. Out: modules with the records that something sends or reads,
each with its directions, its recursion, and an example woven from those of its fields.
"""

from collections.abc import Iterator, Mapping

from specloom import ir
from specloom.diagnostics import Span, rules
from specloom.resolve import unions
from specloom.resolve.circles import Place, circles_of, report_endless
from specloom.resolve.records import MOST_CHAINED
from specloom.resolve.view import View

_MOST_VALUES = 1_000
"""So many values may stand in an example that is woven into another one."""


def _unions(type_: ir.Type) -> Iterator[ir.UnionType]:
    return (part for part in ir.walk(type_) if isinstance(part, ir.UnionType))


def _is_too_large(example: ir.Json) -> bool:
    """Whether nobody would read it: records that hold records double it again and again."""
    waiting = [(example, 1)]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return False
        value, depth = waiting.pop()
        if depth > MOST_CHAINED:
            return True
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
    return True


class Reach:
    """What is reachable from the endpoints of one build."""

    def __init__(
        self,
        modules: list[ir.Module],
        view: View,
        places: Mapping[ir.UnionType, Span],
    ) -> None:
        self.modules = modules
        self.view = view
        self.places = (
            places  # where a union, or what tells its members apart, is written
        )
        self.records: dict[Place, ir.Record] = {
            (record.home, record.name): record
            for module in modules
            for record in module.records
        }
        self._held = {
            place: {
                (use.home, use.name)
                for field in record.fields
                for use in ir.uses_of(field.type)
                if (use.home, use.name) in self.records
            }
            for place, record in self.records.items()
        }
        self._recursive = {
            place for circle in circles_of(self._held) for place in circle
        }
        sent: set[Place] = set()
        read: set[Place] = set()
        for module in modules:
            for endpoint in module.endpoints:
                for field in endpoint.arguments:
                    self._follow(field.type, sent)
                for answer in (endpoint.returns, *(e.record for e in endpoint.errors)):
                    if answer is not None:
                        self._follow(answer, read)
            if module.webhooks is not None:
                self._follow(module.webhooks.unknown, read)
                for event in module.webhooks.events:
                    self._follow(event.record, read)
                    if event.reply is not None:
                        self._follow(event.reply, sent)
        # A record without fields, or one like another, often follows from a mistake elsewhere.
        self.clean = not view.diagnostics
        self.sent = sent
        self.read = read
        self._examples: dict[Place, dict[str, ir.Json] | None] = {}
        self._depth = 0  # of records inside records, while examples are woven

    def _follow(self, type_: ir.Type, found: set[Place]) -> None:
        waiting = list(ir.uses_of(type_))
        while waiting:
            use = waiting.pop()
            place = (use.home, use.name)
            if place not in found and place in self.records:
                found.add(place)
                waiting += (ir.RecordType(*held) for held in self._held[place])

    def pruned(self) -> list[ir.Module]:
        """The modules, each record finished, unneeded ones left out."""
        finished = []
        for module in self.modules:
            records = [self._finish(record) for record in module.records]
            endpoints = []
            for endpoint in module.endpoints:
                for field in endpoint.body:
                    self._check_unions(field.type, field.span)
                if endpoint.returns is not None:
                    self._check_unions(endpoint.returns, endpoint.span)
                body = tuple(self._woven(field) for field in endpoint.body)
                endpoints.append(endpoint._replace(body=body))
            kept = tuple(
                record for record in records if record.in_request or record.in_response
            )
            finished.append(module._replace(records=kept, endpoints=tuple(endpoints)))
        if self.clean:
            report_endless(self.records, self._held, self.view.diagnostics)
        return finished

    def _finish(self, record: ir.Record) -> ir.Record:
        place = (record.home, record.name)
        for field in record.fields:
            self._check_unions(field.type, field.span)
        needed = place in self.sent or place in self.read
        if self.clean and needed and not record.fields:
            self.view.diagnostics.report(
                rules.EMPTY_RECORD,
                record.span,
                hint="give it a field; an object with any keys is `map[string, any]`",
                name=record.name,
                view=self.view.title,
            )
        return record._replace(
            fields=tuple(self._woven(field) for field in record.fields),
            example=self._example(place) or {},
            in_request=place in self.sent,
            in_response=place in self.read,
            recursive=place in self._recursive,
        )

    def _woven(self, field: ir.Field) -> ir.Field:
        """The field, with an example from its record's if it has none of its own."""
        if field.has_example:
            return field
        value = self._example_of(field.type)
        return (
            field if value is None else field._replace(example=value, has_example=True)
        )

    def _example_of(self, type_: ir.Type) -> ir.Json:
        match type_:
            case ir.NamedType():
                return self._example_of(type_.target)
            case ir.RecordType():
                place = (type_.home, type_.name)
                example = self._example(place)
                if example is None or _is_too_large(example):
                    return None
                required = [f.name for f in self.records[place].fields if f.required]
                return example if all(name in example for name in required) else None
            case ir.ConstType():
                return type_.value
            case ir.ListType():
                item = self._example_of(type_.item.type)
                return None if item is None or (type_.min or 0) > 1 else [item]
            case _:
                return None

    def _example(self, place: Place) -> dict[str, ir.Json] | None:
        """The record's example, or None inside itself or for an unknown one."""
        if place in self._examples or place not in self.records:
            return self._examples.get(place)
        record = self.records[place]
        if self._depth == MOST_CHAINED:
            self.view.diagnostics.report(
                rules.TOO_DEEP_A_CHAIN,
                record.span,
                hint="join some of them, or give a field on the way an `example`",
                most=MOST_CHAINED,
                what="hold",
            )
            return None
        self._examples[place] = None
        self._depth += 1
        example = {}
        for field in record.fields:
            woven = self._woven(field)
            if field.name in record.example:
                example[field.name] = record.example[field.name]
            elif woven.has_example:
                example[field.name] = woven.example
        self._depth -= 1
        self._examples[place] = example
        return example

    def _check_unions(self, type_: ir.Type, span: Span) -> None:
        for union in _unions(type_):
            span = self.places.get(union, span)
            members = [m for m in union.members if isinstance(m, ir.RecordType)]
            records = [
                self.records[m.home, m.name]
                for m in members
                if (m.home, m.name) in self.records
            ]
            if len(records) < 2:
                continue
            if not self.clean:
                continue
            unions.check_records(union, records, span, self.view.diagnostics)
