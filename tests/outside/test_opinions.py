"""Three readers and the spec agree on every boundary value.

The spec's own reading comes with each value (`boundaries`). A reader that disagrees has to
be listed below with the reason, and what is listed has to occur. All queries, bodies, answers,
events and replies are tried; of the builds behind the first one what differs from those before
it. The last build is of a spec that has every kind of type and limit.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from specloom import ir
from specloom.targets.jsonschema import export
from specloom.targets.jsonschema.definitions import Definitions, Key
from specloom.weave import resolve_build

from .boundaries import Boundaries, Case, content
from .conftest import BUILDS
from .judges import (
    Judge,
    event_judge,
    foreign_judge,
    foreign_models,
    reply_judge,
    request_judge,
    response_judge,
    schema_judge,
    unknown_event_judge,
)

pytestmark = pytest.mark.xdist_group("opinions")
PACKAGE = "the generated package"
SCHEMA = "jsonschema-rs"
FOREIGN = "datamodel-code-generator"


class Difference(NamedTuple):
    """A reader's way of disagreeing with the spec, on values of one kind."""

    judge: str
    kind: str
    ideas: tuple[str, ...]
    reason: str
    takes: bool = True  # what the spec refuses; or the other way round


OPEN = "responses are open in the schema; only `strict=True` refuses what is unknown"
BYTES = "`x-maxBytes` is a word of our own"
BRACKETS = "an address has to be right; the spec's pattern takes any digits in brackets"
DIFFERENCES: tuple[Difference, ...] = (
    Difference(SCHEMA, "object", ("unknown key in a response",), OPEN),
    Difference(FOREIGN, "object", ("unknown key in a response",), OPEN),
    Difference(SCHEMA, "field", ("by its Python name",), f"optional fields: {OPEN}"),
    Difference(FOREIGN, "field", ("by its Python name",), f"optional fields: {OPEN}"),
    Difference(SCHEMA, "bytes", ("too many",), BYTES),
    Difference(FOREIGN, "bytes", ("too many",), BYTES),
    Difference(SCHEMA, "url", ("19 characters", "20 characters"), BRACKETS, False),
    Difference(FOREIGN, "url", ("19 characters", "20 characters"), BRACKETS, False),
    Difference(
        FOREIGN,
        "url",
        (
            "a port",
            "a scheme in capitals",
            "a user",
            "all parts",
            "an address",
            "an address in brackets",
            "ftp",
            "http",
            "near miss",
            "no ASCII",
        ),
        "its type is `AnyUrl`, patterns dropped: any scheme, and what can be mended",
    ),
    Difference(
        FOREIGN,
        "date",
        ("seconds since 1970",),
        "its type is `datetime.date`, and pydantic reads a number in text as a time",
    ),
    Difference(
        FOREIGN,
        "datetime",
        (
            "a comma",
            "a small t",
            "a small z",
            "a space for T",
            "an offset without colon",
            "an underscore for T",
            "no seconds",
            "seconds since 1970",
        ),
        "its type is `AwareDatetime`, pattern dropped; pydantic reads more than RFC 3339",
    ),
    Difference(
        FOREIGN,
        "uuid",
        ("braces", "no hyphens", "urn"),
        "its type is `UUID`, pattern dropped; Python reads these spellings too",
    ),
    Difference(
        FOREIGN,
        "key",
        ("no century leap year", "no leap year"),
        "keys are texts with a pattern, which can't know the calendar",
    ),
    Difference(FOREIGN, "list", ("an item twice",), "it leaves `uniqueItems` out"),
    Difference(FOREIGN, "const", ("as a number",), "Python's 0 is equal to False"),
    Difference(
        FOREIGN, "number", ("not whole",), "multiples are told with a tolerance"
    ),
)


class Subject(NamedTuple):
    """What is sent or read as a whole, and who speaks for the generated package."""

    key: Key
    shapes: tuple[tuple[ir.Field, ...], ...]  # several: one of these
    judge: Judge


class Side(NamedTuple):
    """One subject of one build."""

    name: str
    cases: tuple[Case, ...]
    examples: tuple[Any, ...]
    judges: dict[str, Judge]


def api_of(build: str) -> ir.Api:
    api, found, _ = resolve_build([str(BUILDS[build])], build)
    assert api is not None, found
    return api


def subjects(api: ir.Api) -> dict[Key, Subject]:
    """Each query and body, and each record that answers, is an event or replies to one."""
    found: dict[Key, Subject] = {}
    for module in api.modules:
        for endpoint in module.endpoints:
            for each in of_endpoint(api, endpoint):
                found.setdefault(each.key, each)
        if module.webhooks is not None:
            for each in of_webhooks(api, module.path, module.webhooks):
                found.setdefault(each.key, each)
    return found


def of_endpoint(api: ir.Api, endpoint: ir.Endpoint) -> Iterator[Subject]:
    home, name, returns = endpoint.resource, endpoint.name, endpoint.returns
    # Paths and headers can't hold all that JSON can, whatever the type; queries can.
    for part, fields in {"Query": endpoint.query, "Params": endpoint.body}.items():
        if fields:
            judge = request_judge(api, endpoint, fields)
            yield Subject(Key(home, name, True, part), (fields,), judge)
    if isinstance(returns, ir.UnionType):
        answer = Key(home, name, False, "Response")
        uses = tuple(ir.uses_of(returns))
        shapes = tuple(api.record(use).fields for use in uses)
        yield Subject(answer, shapes, response_judge(api, endpoint))
    elif returns is not None:
        yield of_record(api, returns, False, response_judge(api, endpoint))


def of_webhooks(api: ir.Api, home: ir.Path, webhooks: ir.Webhooks) -> Iterator[Subject]:
    for event in webhooks.events:
        yield of_record(api, event.record, False, event_judge(api, home))
        if event.reply is not None:
            yield of_record(api, event.reply, True, reply_judge(api, event.reply))
    yield of_record(api, webhooks.unknown, False, unknown_event_judge(api, home))


def of_record(api: ir.Api, use: ir.RecordType, request: bool, judge: Judge) -> Subject:
    return Subject(Key(use.home, use.name, request), (api.record(use).fields,), judge)


def sides(api: ir.Api, folder: Path, known: set[object]) -> Iterator[Side]:
    """Of a build, what is not known yet: of the same name, and allowing the same."""
    document = json.loads(export(api))
    models = foreign_models(document, folder, api.build)
    titles = Definitions(api).titles
    found = subjects(api)
    boundaries = {
        request: Boundaries(
            api,
            request=request,
            alone=frozenset(
                ir.RecordType(key.home, key.name)
                for key in found
                if key.request == request and not key.part
            ),
        )
        for request in (True, False)
    }
    for key, subject in found.items():
        title = titles[key]
        same = (title, *(content(api, shape) for shape in subject.shapes))
        if same in known:
            continue
        known.add(same)
        yield Side(
            f"{api.build} {title}",
            tuple(
                case
                for shape in subject.shapes
                for case in boundaries[key.request].bodies(shape)
            ),
            tuple(examples_of(document, title)),
            {
                PACKAGE: subject.judge,
                SCHEMA: schema_judge(document, title),
                FOREIGN: foreign_judge(models, title),
            },
        )


def examples_of(document: dict[str, Any], title: str) -> Iterator[Any]:
    """Those of the whole, what those of its properties make, and those of its members."""
    definition: dict[str, Any] = document["$defs"][title]
    yield from definition.get("examples", ())
    properties: dict[str, Any] = definition.get("properties", {})
    woven = {
        name: each["examples"][0]
        for name, each in properties.items()
        if "examples" in each
    }
    if properties and woven.keys() >= {*definition.get("required", ())}:
        yield woven
    for member in definition.get("anyOf", ()):
        yield from examples_of(document, member["$ref"].split("/")[-1])


@pytest.fixture(scope="module")
def every_side(
    packages: None, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Side, ...]:
    folder = tmp_path_factory.mktemp("models")
    known: set[object] = set()
    return tuple(
        side for build in BUILDS for side in sides(api_of(build), folder, known)
    )


def listed(judge: str, case: Case) -> bool:
    return any(
        (each.judge, each.kind, each.takes) == (judge, case.kind, not case.good)
        and case.idea in each.ideas
        for each in DIFFERENCES
    )


def verdict_of(judge: Judge, case: Case) -> bool | str:
    """What a reader says; a reader that falls over is no opinion that could be listed."""
    try:
        return judge(case.value)
    except Exception as error:
        return f"falls over ({type(error).__name__}: {error})"


def test_everybody_takes_every_documented_example(every_side: tuple[Side, ...]) -> None:
    told = [side for side in every_side if side.examples]
    assert len(told) > len(every_side) / 2
    for side in told:
        for example in side.examples:
            for name, judge in side.judges.items():
                assert judge(example), (side.name, name, example)


@pytest.mark.long  # the packages' own tables, in test_tables, hold far more cases
def test_everybody_agrees_on_every_boundary(every_side: tuple[Side, ...]) -> None:
    unlisted: list[str] = []
    seen: set[tuple[str, str, str, bool]] = set()
    for side in every_side:
        for case in side.cases:
            for name, judge in side.judges.items():
                verdict = verdict_of(judge, case)
                if verdict == case.good:
                    continue
                if isinstance(verdict, str) or not listed(name, case):
                    what = f"{case.place}: {case.kind}, {case.idea}"
                    unlisted.append(f"{side.name}: {name}: {verdict}: {what}")
                seen.add((name, case.kind, case.idea, not case.good))
    assert not unlisted, "\n".join(unlisted)
    table = {
        (each.judge, each.kind, idea, each.takes)
        for each in DIFFERENCES
        for idea in each.ideas
    }
    never = sorted(table - seen)
    assert not never, f"listed, but never seen: {never}"
