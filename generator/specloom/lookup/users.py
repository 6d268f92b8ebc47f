"""Who names a type, a record or a word.

In: a part, and all parts of its API. Out: the paths of those that name it where they are
written, sorted; who includes them is not among them.
"""

from collections.abc import Iterator

from specloom import ir
from specloom.diagnostics import Span
from specloom.lookup.overview import Column
from specloom.lookup.parts import Part, Parts
from specloom.lookup.steps import Steps
from specloom.source import Scalar
from specloom.spec.syntax import (
    Declared,
    EndpointDeclared,
    EventDeclared,
    RecordDeclared,
    Text,
)

_WITH_NAMES = (Declared, RecordDeclared, EndpointDeclared, EventDeclared)
"""What has a name of its own, and so is a part of its own."""


def users_of(part: Part, parts: Parts, steps: Steps) -> tuple[str, ...]:
    """The paths of what names `part` itself; none for what nothing can name."""
    match part.kind:
        case "word":
            found = _with_word(part.name[1:-1], parts, steps)
        case "type":
            found = _with_span(part, parts, steps)
        case "record" | "included":
            found = _with_span(part, parts, steps) | _splicing(part, parts, steps)
        case _:
            found = set()
    return tuple(sorted(found))


def _is_own(user: Part, column: Column, steps: Steps) -> bool:
    """Whether it is written where it stands; a parameter says it for those of its name."""
    return not steps.to(user, column) and not (user.place == "path" and _shared(user))


def _shared(user: Part) -> bool:
    keys = user.file.members
    return user.kind == "field" and ("parameter", "", user.name) in keys


def _with_word(word: str, parts: Parts, steps: Steps) -> set[str]:
    """What has the word in its name, or in what is said of it where it is declared."""
    wanted = (f"<{word}>", f"<{word[0].upper()}{word[1:]}>")
    return {
        part.path
        for part in parts.all()
        if part.kind not in ("word", "value")
        and all(_is_own(part, column, steps) for column in part.seen)
        and any(form in text for text in _texts(part, parts) for form in wanted)
    }


def _texts(part: Part, parts: Parts) -> Iterator[str]:
    """Its name, and every text of its declaration but those of what is declared inside."""
    yield part.name
    spans = {getattr(shown, "span", None) for shown in part.seen.values()}
    waiting: list[object] = [parts.overview.items.get(span) for span in spans if span]
    waiting += {id(file): file for file in part.declared.values()}.values()
    outer = {id(each) for each in waiting}
    while waiting:
        each = waiting.pop()
        if isinstance(each, Text | Scalar):
            yield each.text
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, tuple) and (
            id(each) in outer or not isinstance(each, _WITH_NAMES)
        ):
            waiting += each


def _with_span(part: Part, parts: Parts, steps: Steps) -> set[str]:
    return {
        user.path
        for user in parts.all()
        if user is not part
        and any(
            span == getattr(part.seen.get(column), "span", None)
            for column in user.seen
            for span in _named_by(user, column, parts)
            if _is_own(user, column, steps)
        )
    }


def _named_by(user: Part, column: Column, parts: Parts) -> Iterator[Span | None]:
    """Where the types and records are declared that a part names."""
    shown = user.seen[column]
    uses = [use for use, _ in user.held.get(column, [])]
    if isinstance(shown, ir.Field | ir.NamedType):
        type_ = shown.type if isinstance(shown, ir.Field) else shown.target
        uses = list(ir.uses_of(type_))
        yield from (t.span for t in ir.walk(type_) if isinstance(t, ir.NamedType))
    for use in uses:
        for owner, _ in parts.of_record(column, use):
            yield getattr(owner.seen.get(column), "span", None)


def _splicing(record: Part, parts: Parts, steps: Steps) -> set[str]:
    """The parts that include a record, or take its fields for their own."""
    spans = {getattr(shown, "span", None) for shown in record.seen.values()}
    found = set()
    for user in parts.all():
        if user.kind != "field" or user.owner is None:
            continue
        for column in user.seen:
            way = steps.to(user, column)
            if way and way[0].record in spans:
                found.add(user.owner.path)
    return found
