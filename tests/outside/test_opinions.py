"""Three readers and the spec agree on every boundary value.

The spec's own reading comes with each value (`boundaries`). A reader that disagrees has to
be listed below with the reason, and what is listed has to occur.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from specloom import ir
from specloom.names import endpoint_class
from specloom.targets.jsonschema import export, module_title
from specloom.weave import resolve_build

from .boundaries import Boundaries, Case
from .conftest import BUILDS, ROOT
from .judges import (
    Judge,
    foreign_judge,
    foreign_models,
    request_judge,
    response_judge,
    schema_judge,
)

PACKAGE = "the generated package"
SCHEMA = "jsonschema-rs"
FOREIGN = "datamodel-code-generator"


class Difference(NamedTuple):
    """A reader's way of disagreeing with the spec, on values of one kind."""

    judge: str
    kind: str
    ideas: tuple[str, ...]
    reason: str


OPEN = "responses are open in the schema; only `strict=True` refuses what is unknown"
DIFFERENCES: tuple[Difference, ...] = (
    Difference(SCHEMA, "object", ("unknown key in a response",), OPEN),
    Difference(FOREIGN, "object", ("unknown key in a response",), OPEN),
    Difference(SCHEMA, "field", ("by its Python name",), f"optional fields: {OPEN}"),
    Difference(FOREIGN, "field", ("by its Python name",), f"optional fields: {OPEN}"),
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
)


class Side(NamedTuple):
    """One direction of one endpoint."""

    name: str
    title: str
    cases: tuple[Case, ...]
    examples: tuple[Any, ...]
    judges: dict[str, Judge]


def api_of(build: str) -> ir.Api:
    api, found, _ = resolve_build([str(ROOT / "spec" / "avara")], build)
    assert api is not None, found
    return api


def sides(api: ir.Api, folder: Path) -> Iterator[Side]:
    text = export(api)
    document = json.loads(text)
    models = foreign_models(text, folder, api.build)
    for module in api.modules:
        for endpoint in module.endpoints:
            stem = endpoint_class(endpoint.resource[-1], endpoint.name, api.acronyms)
            params = module_title(module.path, f"{stem}Params", api.acronyms)
            for title, judge in _directions(api, endpoint, params):
                request = title == params
                use = endpoint.returns
                assert use is not None
                fields = endpoint.body if request else api.record(use).fields
                yield Side(
                    f"{api.build} {title}",
                    title,
                    tuple(Boundaries(api, request=request).bodies(fields)),
                    tuple(document["$defs"][title]["examples"]),
                    {
                        PACKAGE: judge,
                        SCHEMA: schema_judge(document, title),
                        FOREIGN: foreign_judge(models, title),
                    },
                )


def _directions(
    api: ir.Api, endpoint: ir.Endpoint, params: str
) -> Iterator[tuple[str, Judge]]:
    use = endpoint.returns
    assert use is not None
    reply = module_title(use.home, use.name, api.acronyms)
    yield params, request_judge(api, endpoint)
    yield reply, response_judge(api, endpoint)


@pytest.fixture(scope="module")
def every_side(tmp_path_factory: pytest.TempPathFactory) -> tuple[Side, ...]:
    folder = tmp_path_factory.mktemp("models")
    return tuple(side for build in BUILDS for side in sides(api_of(build), folder))


def listed(judge: str, case: Case) -> Difference | None:
    for difference in DIFFERENCES:
        same = (difference.judge, difference.kind) == (judge, case.kind)
        if same and case.idea in difference.ideas:
            return difference
    return None


def verdict_of(judge: Judge, case: Case) -> bool | str:
    """What a reader says; a reader that falls over is no opinion that could be listed."""
    try:
        return judge(case.value)
    except Exception as error:
        return f"falls over ({type(error).__name__}: {error})"


def test_everybody_takes_every_documented_example(every_side: tuple[Side, ...]) -> None:
    for side in every_side:
        assert side.examples, side.name
        for example in side.examples:
            for name, judge in side.judges.items():
                assert judge(example), (side.name, name, example)


def test_everybody_agrees_on_every_boundary(every_side: tuple[Side, ...]) -> None:
    unlisted: list[str] = []
    seen: set[tuple[str, str, str]] = set()
    for side in every_side:
        for case in side.cases:
            for name, judge in side.judges.items():
                verdict = verdict_of(judge, case)
                if verdict == case.good:
                    continue
                if isinstance(verdict, str) or listed(name, case) is None:
                    what = f"{case.place}: {case.kind}, {case.idea}"
                    unlisted.append(f"{side.name}: {name}: {verdict}: {what}")
                seen.add((name, case.kind, case.idea))
    assert not unlisted, "\n".join(unlisted)
    table = {(d.judge, d.kind, idea) for d in DIFFERENCES for idea in d.ideas}
    never = sorted(table - seen)
    assert not never, f"listed, but never seen: {never}"
