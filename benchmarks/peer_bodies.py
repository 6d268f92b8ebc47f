"""Bodies as another tool would try them: run in the peers' environment, not in ours.

In: the tool's name and the title of a definition; on stdin, a document of JSON Schema that
has it. Out: JSON lines, `{"value": …, "valid": …}`, as the tool labels them.
"""

import json
import sys
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, TypeAlias

Json: TypeAlias = Any
Bodies: TypeAlias = Iterator[tuple[Json, bool]]

EXAMPLES = 100
"""What hypothesis draws for a test if nobody says otherwise."""

NEAR_MISSES = 10
"""Of each property and kind: drawing one takes 10 to 50 ms."""


def schemathesis(document: dict[str, Any], title: str) -> Bodies:
    """Its coverage phase, for an operation that takes the definition as its body."""
    tool: Any = import_module("schemathesis")
    api = tool.openapi.from_dict(_operation(document, title))
    operation = api["/bodies"]["POST"]
    cases = api.iter_coverage_cases(
        operation,
        generation_modes=list(tool.GenerationMode),
        generation_config=api.config.generation_for(operation=operation),
    )
    for case in cases:
        # The other cases are about methods, media types, and bodies left out.
        is_body = case.media_type == "application/json" and case.method == "POST"
        if is_body and not isinstance(case.body, tool.core.NotSet):
            positive = case.meta.generation.mode is tool.GenerationMode.POSITIVE
            yield case.body, positive


def _operation(document: dict[str, Any], title: str) -> dict[str, Any]:
    home = "#/components/schemas/"
    moved = json.loads(json.dumps(document["$defs"]).replace("#/$defs/", home))
    media = {"application/json": {"schema": {"$ref": f"{home}{title}"}}}
    body = {"required": True, "content": media}
    done = {"200": {"description": "Done."}}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "paths": {"/bodies": {"post": {"requestBody": body, "responses": done}}},
        "components": {"schemas": moved},
    }


def hypothesis_jsonschema(document: dict[str, Any], title: str) -> Bodies:
    """What `from_schema` draws of the definition, of its opposite, and of near misses.

    A near miss denies one property: it has another value, or is not there.
    """
    definitions = document["$defs"]
    schema = definitions[title]

    def drawn(of: dict[str, Any], valid: bool, count: int = EXAMPLES) -> Bodies:
        for value in _drawn({**of, "$defs": definitions}, count):
            yield value, valid

    yield from drawn(schema, True)
    yield from drawn({"not": {"$ref": f"#/$defs/{title}"}}, False)
    for name, part in schema["properties"].items():
        needed = name in schema["required"]
        others = [each for each in schema["required"] if each != name]
        denied = schema["properties"] | {name: {"not": part}}
        wrong = {**schema, "properties": denied, "required": [*others, name]}
        yield from drawn(wrong, False, NEAR_MISSES)
        absent = schema["properties"] | {name: False}
        without = {**schema, "properties": absent, "required": others}
        yield from drawn(without, not needed, NEAR_MISSES)


def _drawn(schema: dict[str, Any], count: int) -> list[Json]:
    """So many values of a schema, the same in every run."""
    tool: Any = import_module("hypothesis")
    from_schema = import_module("hypothesis_jsonschema").from_schema
    found: list[Json] = []

    settings = tool.settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(tool.HealthCheck),
    )
    # A function that hypothesis can name the argument of; `list.append` is none.
    draw = tool.given(value=from_schema(schema))(lambda value: found.append(value))
    settings(draw)()
    return found


TOOLS: dict[str, Callable[[dict[str, Any], str], Bodies]] = {
    "schemathesis": schemathesis,
    "hypothesis-jsonschema": hypothesis_jsonschema,
}


def main() -> None:
    """Writes the bodies."""
    warnings.simplefilter("ignore")
    tool, title = sys.argv[1:]
    for value, valid in TOOLS[tool](json.load(sys.stdin), title):
        print(json.dumps({"value": value, "valid": valid}))


if __name__ == "__main__":
    main()
