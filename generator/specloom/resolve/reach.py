"""Finds which records a build needs, and what only the whole build can tell of them.

In: modules with every record. Out: modules with the records that something sends or reads,
each with its directions, its recursion, and an example woven from those of its fields.
"""

from collections.abc import Iterator, Mapping

from specloom import ir
from specloom.diagnostics import Related, Span, nearest, rules
from specloom.names import snake
from specloom.resolve.records import MOST_CHAINED
from specloom.resolve.view import View

Place = tuple[ir.Path, str]

_MOST_VALUES = 1_000
"""So many values may stand in an example that is woven into another one."""

_MOST_SHOWN = 3
"""So many further links of a circle of records are shown."""


def _unions(type_: ir.Type) -> Iterator[ir.UnionType]:
    return (part for part in ir.walk(type_) if isinstance(part, ir.UnionType))


def _constants(record: ir.Record) -> dict[str, tuple[Span, str | int | bool]]:
    """The fields that can tell a record from others: their places and values."""
    return {
        field.name: (field.span, field.type.value)
        for field in record.fields
        if field.required and isinstance(field.type, ir.ConstType)
    }


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


def _turned(held: dict[Place, set[Place]]) -> dict[Place, list[Place]]:
    """Who holds each, from what each holds."""
    holders: dict[Place, list[Place]] = {place: [] for place in held}
    for place, inner in held.items():
        for each in inner:
            holders[each].append(place)
    return holders


def _circles_of(held: dict[Place, set[Place]]) -> list[set[Place]]:
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
            place for circle in _circles_of(self._held) for place in circle
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
        self._check_finite()
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
            if union.discriminator is not None:
                self._check_discriminator(union.discriminator, records, span)
            else:
                self._check_required(records, span)

    def _check_discriminator(
        self, name: str, records: list[ir.Record], span: Span
    ) -> None:
        if not any(name in _constants(record) for record in records):
            self._report_no_discriminator(name, records, span)
            return
        seen: dict[str, ir.Record] = {}
        for record in records:
            related = [Related(record.span, "declared here")]
            hint = f"such as `{name}: {{const: {snake(record.name)}}}`"
            constants = _constants(record)
            place, message = span, None
            if name not in constants:
                message = f"`{record.name}` has no required `{name}` with a `const`"
                near = nearest(name, constants)
                if near is not None:
                    place, hint = constants[near][0], f"did you mean `{name}`?"
                    related = [Related(span, "the members are told apart by it here")]
            elif repr(constants[name][1]) in seen:  # 1 is not true
                other = seen[repr(constants[name][1])]
                message = f"`{other.name}` and `{record.name}` have the same `{name}`"
                hint = "give each a value of its own"
                related.insert(0, Related(other.span, "declared here"))
            else:
                seen[repr(constants[name][1])] = record
            if message:
                self.view.diagnostics.report(
                    rules.BAD_UNION, place, hint=hint, related=related, message=message
                )

    def _report_no_discriminator(
        self, name: str, records: list[ir.Record], span: Span
    ) -> None:
        """No member has the field: what they have in common may be meant."""
        first, *others = records
        shared = set(_constants(first))
        for record in others:
            shared &= _constants(record).keys()
        near = nearest(name, shared)
        listed = ", ".join(f"`{record.name}`" for record in records)
        hint = f"such as `{name}: {{const: {snake(first.name)}}}`"
        self.view.diagnostics.report(
            rules.BAD_UNION,
            span,
            hint=f"did you mean `{near}`?" if near else hint,
            related=[Related(record.span, "declared here") for record in records],
            message=f"none of {listed} has a required `{name}` with a `const`",
        )

    def _check_required(self, records: list[ir.Record], span: Span) -> None:
        seen: dict[frozenset[str], ir.Record] = {}
        for record in records:
            required = frozenset(
                field.wire for field in record.fields if field.required
            )
            other = seen.setdefault(required, record)
            if other is not record:
                self.view.diagnostics.report(
                    rules.BAD_UNION,
                    span,
                    hint="require other fields, or name a `discriminator`",
                    related=[
                        Related(other.span, "declared here"),
                        Related(record.span, "declared here"),
                    ],
                    message=f"`{other.name}` and `{record.name}` require the same fields",
                )

    def _check_finite(self) -> None:
        """Reports records that can only be written with themselves inside."""
        holders = _turned(self._held)
        finite: set[Place] = set()
        unsure = list(self.records)
        while unsure:  # what holds a record that can end may be able to as well
            place = unsure.pop()
            fields = self.records[place].fields
            if place not in finite and all(self._can_end(f, finite) for f in fields):
                finite.add(place)
                unsure += holders.get(place, ())
        always = {
            place: {
                held
                for field in self.records[place].fields
                for held in self._always_held(field, finite)
            }
            for place in self.records.keys() - finite
        }
        for circle in _circles_of(always):
            places = sorted(circle, key=lambda place: self.records[place].span)
            self._report_endless(places, finite)

    def _always_held(self, field: ir.Field, finite: set[Place]) -> set[Place]:
        """The records without a finite value that a field can't do without."""
        if self._can_end(field, finite):
            return set()
        held = {(use.home, use.name) for use in ir.uses_of(field.type)}
        return (held & self.records.keys()) - finite

    def _report_endless(self, circle: list[Place], finite: set[Place]) -> None:
        """Reports records that always hold one another: to break one link is enough."""
        fields = [
            next(
                field
                for field in self.records[place].fields
                if not self._always_held(field, finite).isdisjoint(circle)
            )
            for place in circle
        ]
        record = self.records[circle[0]]
        labels = (
            "this field always holds one",
            *["and so does this one"] * _MOST_SHOWN,
        )
        related = [
            Related(field.span, label)
            for field, label in zip(fields, labels, strict=False)
            if field.span != record.span
        ]
        self.view.diagnostics.report(
            rules.ENDLESS_RECORD,
            record.span,
            hint="let a field be left out (`?`), be null, or be a list that may be empty",
            related=related,
            name=record.name,
        )

    def _can_end(self, field: ir.Field, finite: set[Place]) -> bool:
        return (
            not field.required or field.nullable or self._type_ends(field.type, finite)
        )

    def _type_ends(self, type_: ir.Type, finite: set[Place]) -> bool:
        match type_:
            case ir.NamedType():
                return self._type_ends(type_.target, finite)
            case ir.RecordType():
                return (type_.home, type_.name) in finite
            case ir.ListType():
                slot = type_.item
                return (
                    not type_.min or slot.nullable or self._type_ends(slot.type, finite)
                )
            case ir.MapType():
                slot = type_.value
                return (
                    not type_.min or slot.nullable or self._type_ends(slot.type, finite)
                )
            case ir.UnionType():
                return any(self._type_ends(member, finite) for member in type_.members)
            case _:
                return True
