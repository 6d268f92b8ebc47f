"""The checks of an endpoint as a whole, and of the documented examples.

In: a `Cell` and a `Fact` without a spot. Out: nothing, or a failed assertion.
"""

import json
from collections.abc import Mapping
from typing import Any

from .cells import STRICT_AND_TOLERANT, Cell, attribute, dumped, same
from .listing import Fact
from .samples import wire_form
from .seeds import Field
from .value_checks import text


def request_of(cell: Cell) -> Any:
    """A request with all arguments."""
    return cell.create(**cell.arguments())


def check_name(cell: Cell, fact: Fact) -> None:
    """The endpoint is a function found where its name says."""
    assert cell.module.__name__ == f"{cell.seed.build}.{text(fact)[:-7]}"
    assert text(fact).endswith(".create")
    assert cell.create.__name__ == "create"
    assert callable(cell.create)


def check_method(cell: Cell, fact: Fact) -> None:
    """The request has this method."""
    assert request_of(cell).method == fact.value


def check_path(cell: Cell, fact: Fact) -> None:
    """The request has this path, below any base."""
    assert request_of(cell).path == fact.value
    local = request_of(cell).url(base_url="http://localhost:8080")
    assert local == f"http://localhost:8080{fact.value}"


def check_base_url(cell: Cell, fact: Fact) -> None:
    """The request goes to this server unless told otherwise."""
    assert request_of(cell).url() == f"{fact.value}{cell.seed.endpoint.path}"


def check_content_type(cell: Cell, fact: Fact) -> None:
    """This is the only header of a request, so it holds no key."""
    assert dict(request_of(cell).headers) == {"Content-Type": fact.value}


def check_params_class(cell: Cell, fact: Fact) -> None:
    """A model of this name describes the arguments."""
    declared = cell.named(text(fact))
    assert tuple(declared.model_fields) == tuple(cell.signature)


def check_returns_class(cell: Cell, fact: Fact) -> None:
    """A response is read as a model of this name."""
    for strict in STRICT_AND_TOLERANT:
        assert type(cell.read(cell.body(), strict=strict)) is cell.named(text(fact))


def check_example_arguments(cell: Cell, fact: Fact) -> None:
    """The documented call sends its arguments, and nothing else."""
    arguments = mapping(fact)
    same(cell.sent(arguments), wire_form(cell.seed.request, arguments))


def check_example_body(cell: Cell, fact: Fact) -> None:
    """The documented body is what a call with its values sends, in its order."""
    arguments = python_form(cell.seed.request, mapping(fact))
    same(cell.sent(arguments), fact.value)
    shuffled = dict(reversed(arguments.items()))
    same(cell.sent(shuffled), fact.value)


def check_example_curl(cell: Cell, fact: Fact) -> None:
    """The documented command is shown for the documented body."""
    body = cell.seed.examples.body
    assert body is not None
    arguments = python_form(cell.seed.request, body)
    lines = cell.create(**arguments).to_curl().splitlines()
    assert tuple(line.strip() for line in lines) == fact.value


def check_example_response(cell: Cell, fact: Fact) -> None:
    """The documented response is read, and comes back as it was."""
    request = request_of(cell)
    body = json.dumps(fact.value)
    for strict in STRICT_AND_TOLERANT:
        for given in (body, body.encode()):
            same(dumped(request.parse(given, strict=strict)), fact.value)
    same(dumped(request.parse(body)), fact.value)


def check_example_prints(cell: Cell, fact: Fact) -> None:
    """The documented last line prints the field."""
    study = cell.read(cell.body(), strict=True)
    field = next(each for each in cell.seed.response if each.python == fact.value)
    assert attribute(study, (text(fact),)) == cell.body()[field.wire]


def mapping(fact: Fact) -> dict[str, Any]:
    """The example that the fact states."""
    assert isinstance(fact.value, Mapping)
    return dict(fact.value)


def python_form(fields: tuple[Field, ...], body: dict[str, Any]) -> dict[str, Any]:
    """The arguments for a body whose fields hold no records."""
    known = {each.wire: each.python for each in fields if not each.shape.fields}
    return {known[wire]: value for wire, value in body.items()}
