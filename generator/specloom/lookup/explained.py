"""Shows an explanation to a person.

In: an `Explanation`, and a `Page`: how wide the screen is, what the files say. Out: a text.
What all views say is said once; what they say differently has those who say it behind it.
"""

from collections.abc import Iterator, Mapping, Sequence
from json import dumps
from typing import NamedTuple, TypeAlias, assert_never

from specloom import ir
from specloom.diagnostics import Span
from specloom.diagnostics.colour import Styler
from specloom.diagnostics.lines import lines_of
from specloom.lookup.explain import Explanation, Facet, FieldShown, Member, Shown, Sight
from specloom.lookup.life import grouped, label, lives_of, told
from specloom.lookup.notation import Limit, limit_text, limits_of, written
from specloom.lookup.overview import Column
from specloom.lookup.parts import Kind, Place
from specloom.lookup.screen import clean, folded, padded
from specloom.lookup.steps import Step

_LABEL = 12  # columns of the labels on the left, the blank behind them included
_NARROW = 40  # below so many columns a label has a line of its own
_LISTED = 40  # names of one list

_KINDS: dict[Kind, str] = {
    "product": "a product",
    "file": "a file",
    "endpoint": "an endpoint",
    "webhook": "a webhook",
    "envelope": "what every webhook of the file holds beside its data",
    "record": "a record",
    "included": "a record that is only included: it makes no class",
    "type": "a type",
    "parameter": "a parameter of the file's paths",
    "field": "a field",
    "value": "a value of an enum",
    "word": "a word",
}
_FIELDS: dict[Place, str] = {
    "path": "an argument, in the path",
    "query": "an argument, in the query",
    "headers": "an argument, sent as a header",
    "body": "an argument, in the body",
    "returns": "a field of the answer",
    "errors": "a field of the answer to an error",
    "data": "a field of what the webhook brings",
    "replies": "a field of what is replied to the webhook",
    "envelope": "a field of every webhook of the file, beside its data",
    "": "a field",
}
_HOW = {"named": "is", "included": "includes", "paging": "has"}

_EACH = ("limits", "through")
"""Labels beside which every line stands for itself."""

Facts: TypeAlias = dict[str, tuple[str, ...]]
"""A label, and the lines beside it."""


class Page(NamedTuple):
    """How a text is laid out."""

    width: int | None  # None: no line is folded
    paint: Styler
    texts: Mapping[str, str]  # of the files, by their names in spans


def explained(explanation: Explanation, page: Page) -> str:
    """The explanation as a text."""
    lines = [
        page.paint(line, "strong")
        for line in folded(clean(explanation.path), page.width)
    ]
    for facet in explanation.facets:
        heading = _heading(facet, explanation)
        lines += ["", *folded(clean(heading), page.width)]
        for name, entries in _facts_of_all(facet, page).items():
            lines += _beside(name, entries, page)
    return "\n".join(lines) + "\n"


def place_text(span: Span | None) -> str:
    """`spec/shop/types.yaml:12`."""
    return f"{span.file}:{span.line}" if span else "no file"


def _heading(facet: Facet, explanation: Explanation) -> str:
    text = _KINDS[facet.kind] if facet.kind != "field" else _FIELDS[facet.place]
    if facet.path != explanation.path:
        text += f": {facet.path}"
    return text


def _beside(name: str, entries: tuple[str, ...], page: Page) -> Iterator[str]:
    """A label, and what stands beside it; below it where there is no room."""
    narrow = page.width is not None and page.width < _NARROW
    indent = " " * (2 if narrow else _LABEL)
    room = None if page.width is None else page.width - len(indent)
    before = page.paint(padded(name, _LABEL), "frame")
    if narrow:
        yield page.paint(name, "frame")
        before = indent
    for entry in entries:
        for line in folded(clean(entry), room):
            yield f"{before}{line}"
            before = indent


def _facts_of_all(facet: Facet, page: Page) -> Facts:
    """What the views say, each thing once."""
    columns = [sight.column for sight in facet.sights]
    each = [(s.column, _facts(s, facet, page)) for s in facet.sights]
    found: Facts = {}
    for name in _labels([facts for _, facts in each]):
        entries: list[str] = []
        for lines, some in grouped([(c, facts.get(name, ())) for c, facts in each]):
            who = label(some, columns)
            behind = f"  ({who})" if who else ""
            first, *others = lines or ("none",)
            if name in _EACH:
                others = [f"{line}{behind}" for line in others]
            entries += [f"{first}{behind}", *others]
        found[name] = tuple(entries)
        if name == "names":
            found["there"] = tuple(_life(facet))
    if facet.span is not None:
        found["declared"] = (place_text(facet.span), *_source(facet.span, page))
        found["names"] = tuple(_cells(facet.cells))
    lists = _lists(facet)
    if "values" in lists:  # they say it
        found["type"] = tuple(
            line for line in found.get("type", ()) if not line.startswith("{enum")
        )
        found["limits"] = tuple(
            line for line in found.get("limits", ()) if not line.startswith("one of ")
        )
    found = {name: lines for name, lines in (found | lists).items() if lines}
    if facet.sights:
        builds = dict.fromkeys(
            build for sight in facet.sights for build in sight.builds
        )
        found["builds"] = (", ".join(builds) or "none",)
    return found


def _cells(cells: dict[str, str]) -> Iterator[str]:
    """What the variants call a word or a product; once if they agree."""
    if len(set(cells.values())) == 1:
        yield next(iter(cells.values()))
    else:
        yield from (f"{text}  ({variant})" for variant, text in cells.items())


def _labels(facts: list[Facts]) -> list[str]:
    """All labels, in the order in which a view has most of them."""
    longest = max(facts, key=len, default={})
    return list(dict.fromkeys([*longest, *(name for each in facts for name in each)]))


def _facts(sight: Sight, facet: Facet, page: Page) -> Facts:
    """What one view says."""
    shown = sight.shown
    facts: dict[str, list[str]] = {}
    doc = shown.field.doc if isinstance(shown, FieldShown) else shown.doc
    if doc:
        facts["doc"] = [doc]
    facts["declared"] = [place_text(sight.span)]
    if facet.kind not in ("file", "value"):
        facts["declared"] += _source(sight.span, page)
    if isinstance(shown, FieldShown) and shown.steps:
        facts["through"] = [
            f"{_HOW[step.how]} {step.written}, {place_text(step.span)}"
            for step in shown.steps
        ]
    facts["names"] = [_name(shown)]
    match shown:
        case FieldShown():
            facts |= _of_field(shown, sight, facet)
        case ir.Endpoint():
            facts |= _of_endpoint(shown)
        case ir.Event():
            facts["answered by"] = [shown.reply.name if shown.reply else "nothing"]
        case ir.Record():
            if shown.in_request or shown.in_response:
                stands = _directions(shown.in_request, shown.in_response)
                facts["stands"] = [stands]
        case ir.NamedType():
            facts["type"] = [written(shown.target)]
            facts["limits"] = _limits(tuple(limits_of(shown)), sight)
        case ir.Module() | ir.EnumValue():
            pass
        case _:
            assert_never(shown)
    return {name: tuple(lines) for name, lines in facts.items() if lines}


def _name(shown: Shown) -> str:
    match shown:
        case FieldShown(python=python):
            wire = shown.field.wire
            return python if python == wire else f"{python}, sent as {wire}"
        case ir.Module():
            return ".".join(shown.path)
        case ir.Endpoint():
            return ".".join((*shown.resource, shown.name))
        case ir.Event():
            return f"{shown.type}, read as {shown.record.name}"
        case ir.Record() | ir.NamedType():
            return shown.name
        case ir.EnumValue():
            return shown.value
        case _:
            assert_never(shown)


def _of_field(shown: FieldShown, sight: Sight, facet: Facet) -> dict[str, list[str]]:
    field = shown.field
    facts = {
        "presence": list(_presence(shown, facet)),
        "type": [shown.type],
        "limits": _limits(shown.limits, sight),
        "null means": [field.null_means] if field.null_means else [],
        "left out": [f"means {field.omit_means}"] if field.omit_means else [],
    }
    if field.has_example:
        facts["example"] = [_json(field.example)]
    if field.has_default:
        facts["default"] = [_json(field.default)]
    return facts


def _json(value: ir.Json) -> str:
    return dumps(value, ensure_ascii=False)


def _presence(shown: FieldShown, facet: Facet) -> Iterator[str]:
    """Whether it may be left out or null, and which includes make it so."""
    field = shown.field
    words = "always there" if field.required else "may be left out"
    null = "may be null" if field.nullable else "never null"
    text = f"{words}, {null}"
    if facet.kind == "field" and not facet.place and (shown.sent or shown.read):
        text = f"{_directions(shown.sent, shown.read)}: {text}"
    yield text
    for words, steps in (
        ("may be left out", [step for step in shown.steps if step.optional]),
        ("may be null", [step for step in shown.steps if step.nullable]),
    ):
        for step in steps:
            yield f"{words} by `{_sign(step, words)}`, {place_text(step.span)}"


def _sign(step: Step, words: str) -> str:
    """`StudyIds?` or `Contact | null`, whichever is meant."""
    name = step.written.split("?")[0].split(" ")[0]
    return f"{name}?" if words == "may be left out" else f"{name} | null"


def _directions(sent: bool, read: bool) -> str:
    if sent and read:
        return "in requests and in answers"
    return "in requests" if sent else "in answers"


def _limits(limits: tuple[Limit, ...], sight: Sight) -> list[str]:
    lines = []
    for limit in limits:
        source = limit.named
        here = source is None or source.span is None or source.span == sight.span
        where = (
            ""
            if here
            else f"; {source.name}, {place_text(source.span)}" if source else ""
        )
        lines.append(limit_text(limit) + where)
    return lines


def _of_endpoint(endpoint: ir.Endpoint) -> dict[str, list[str]]:
    facts = {"request": [f"{endpoint.method} {endpoint.path}"]}
    if endpoint.pages is not None:
        facts["answer"] = [f"pages of {endpoint.pages.items}"]
    elif endpoint.returns is not None:
        facts["answer"] = [written(endpoint.returns)]
    else:
        facts["answer"] = ["nothing"]
    if endpoint.errors:
        errors = [f"{error.status}: {error.record.name}" for error in endpoint.errors]
        facts["errors"] = [", ".join(errors)]
    return facts


def _lists(facet: Facet) -> Facts:
    """The names of what stands in it, and of what names it."""
    lists: dict[str, list[Member]] = {}
    for held in facet.holds:
        name = _LISTS.get((held.kind, held.place), _LISTS.get((held.kind, "")))
        if name is not None:
            lists.setdefault(name, []).append(held)
    columns = [sight.column for sight in facet.sights]
    found = {name: tuple(_listed(held, columns)) for name, held in lists.items()}
    if facet.used_by:
        more = len(facet.used_by) - _LISTED
        text = ", ".join(facet.used_by[:_LISTED])
        found["used by"] = (f"{text} and {more} more" if more > 0 else text,)
    return found


_LISTS: dict[tuple[Kind, Place], str] = {
    ("field", "path"): "takes",
    ("field", "query"): "takes",
    ("field", "headers"): "takes",
    ("field", "body"): "takes",
    ("field", "returns"): "answers",
    ("field", "data"): "brings",
    ("field", "replies"): "replies",
    ("field", ""): "fields",
    ("value", ""): "values",
    ("file", ""): "files",
    ("endpoint", ""): "endpoints",
    ("webhook", ""): "webhooks",
    ("envelope", ""): "envelope",
    ("record", ""): "records",
    ("included", ""): "records",
    ("type", ""): "types",
    ("parameter", ""): "parameters",
}
"""What stands in a part, and the label of the list that names it."""


def _listed(held: list[Member], columns: Sequence[Column]) -> Iterator[str]:
    """Names, those that fewer views have than the part itself apart from the others."""
    whose: dict[str, list[Member]] = {"": []}
    for each in held:
        whose.setdefault(label(each.columns, columns) if columns else "", []).append(
            each
        )
    for who, some in whose.items():
        behind = f"  ({who})" if who else ""
        if any(each.doc for each in some):
            for each in some:
                doc = f" -- {each.doc}" if each.doc else ""
                yield f"{each.name}{doc}{behind}"
        elif some:
            yield f"{', '.join(each.name for each in some)}{behind}"


def _source(span: Span | None, page: Page) -> list[str]:
    """What stands at a place, to the end of its line."""
    lines = lines_of(page.texts.get(span.file, "")) if span else []
    if span is None or span.line > len(lines):
        return []
    line, start = lines[span.line - 1], span.column - 1
    quoted = start > 0 and line[start - 1 : start] in ("'", '"')
    text = line[start - quoted :].strip()
    while text[-1:] in ("}", "]") and _closes_more(text):
        text = text[:-1]
    return [text] if text else []


def _closes_more(text: str) -> bool:
    """Whether the last bracket of a text closes one that stands before it."""
    opener = "{" if text[-1] == "}" else "["
    return text.count(text[-1]) > text.count(opener)


def _life(facet: Facet) -> Iterator[str]:
    releases = list(dict.fromkeys(column.release for column in facet.columns))
    has = [sight.column for sight in facet.sights]
    lives = [
        (life.variant, told(life, releases)) for life in lives_of(has, facet.columns)
    ]
    for text in dict.fromkeys(text for _, text in lives):
        who = [variant for variant, each in lives if each == text]
        yield text + (f"  ({', '.join(who)})" if len(who) < len(lives) else "")
    for key, words in (("deprecated", "deprecated from"), ("was", "was called")):
        values = [(sight.column, _said(sight.shown, key)) for sight in facet.sights]
        for value, some in grouped(values):
            if value is not None:
                who = list(dict.fromkeys(column.variant for column in some))
                behind = "" if len(who) == len(lives) else f"  ({', '.join(who)})"
                yield f"{words} {value}{behind}"
    if facet.now is not None:
        yield f"then {facet.now}"
    if facet.unknown:
        yield f"not known of {', '.join(facet.unknown)}: no build shows it"


def _said(shown: Shown, key: str) -> str | None:
    value = getattr(shown.field if isinstance(shown, FieldShown) else shown, key, None)
    return value if isinstance(value, str) else None
