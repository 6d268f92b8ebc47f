"""Three readers of one build, each with its own verdict on a body."""

import importlib
import importlib.util
import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import jsonschema_rs
import pydantic
from specloom import ir
from specloom.names import python_function, python_member

Judge: TypeAlias = Callable[[ir.Json], bool]


def schema_judge(document: dict[str, Any], title: str) -> Judge:
    """jsonschema-rs, formats asserted, on one definition of the exported schema."""
    validator = jsonschema_rs.Draft202012Validator(
        {**document, "$ref": f"#/$defs/{title}"}, validate_formats=True
    )

    def judge(body: ir.Json) -> bool:
        return validator.is_valid(body)

    return judge


def foreign_models(schema: str, folder: Path, name: str) -> ModuleType:
    """The models that datamodel-code-generator makes of the exported schema."""
    source = folder / f"{name}.json"
    target = folder / f"{name}_models.py"
    source.write_text(schema, encoding="utf-8")
    command = [sys.executable, "-m", "datamodel_code_generator"]
    command += ["--input", str(source), "--input-file-type", "jsonschema"]
    command += ["--output", str(target), "--output-model-type", "pydantic_v2.BaseModel"]
    command += ["--target-python-version", "3.11", "--target-pydantic-version", "2.14"]
    command += ["--use-missing-sentinel", "--use-annotated", "--formatters", "builtin"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    spec = importlib.util.spec_from_file_location(target.stem, target)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[target.stem] = module
    spec.loader.exec_module(module)
    return module


def foreign_judge(models: ModuleType, title: str) -> Judge:
    """One of those models, reading JSON strictly."""
    model: type[pydantic.BaseModel] = getattr(models, title)

    def judge(body: ir.Json) -> bool:
        try:
            model.model_validate_json(json.dumps(body), strict=True)
        except pydantic.ValidationError:
            return False
        return True

    return judge


def request_judge(api: ir.Api, endpoint: ir.Endpoint) -> Judge:
    """The generated builder, given Python names and values."""
    package = importlib.import_module(api.build)
    build = _builder(api, endpoint)

    def judge(body: ir.Json) -> bool:
        assert isinstance(body, dict)
        arguments = _arguments(api, endpoint.body, body)
        try:
            inspect.signature(build).bind(**arguments)
        except TypeError:
            return False
        try:
            request = build(**arguments)
        except package.ValidationError:
            return False
        assert json.loads(request.content) == body
        return True

    return judge


def response_judge(api: ir.Api, endpoint: ir.Endpoint) -> Judge:
    """The generated reader of responses, strictly."""
    package = importlib.import_module(api.build)
    request = _builder(api, endpoint)(
        **_named(api, endpoint.body, endpoint.examples[0])
    )

    def judge(body: ir.Json) -> bool:
        try:
            request.parse(json.dumps(body), strict=True)
        except package.ValidationError:
            return False
        return True

    return judge


def _builder(api: ir.Api, endpoint: ir.Endpoint) -> Callable[..., Any]:
    module = importlib.import_module(".".join((api.build, *endpoint.resource)))
    found: Callable[..., Any] = getattr(module, python_function(endpoint.name))
    return found


def _arguments(
    api: ir.Api, fields: tuple[ir.Field, ...], body: dict[str, ir.Json]
) -> dict[str, Any]:
    """A body with Python names for wire names; unknown keys stay as they are."""
    known = {field.wire: field for field in fields}
    return {
        python_member(known[key].name) if key in known else key: (
            _python(api, known[key].type, value) if key in known else value
        )
        for key, value in body.items()
    }


def _python(api: ir.Api, type_: ir.Type, value: ir.Json) -> Any:
    match type_:
        case ir.NamedType():
            return _python(api, type_.target, value)
        case ir.RecordType() if isinstance(value, dict):
            return _arguments(api, api.record(type_).fields, value)
        case ir.ListType() if isinstance(value, list):
            return [_python(api, type_.item.type, item) for item in value]
        case ir.MapType() if isinstance(value, dict):
            of = type_.value.type
            return {key: _python(api, of, item) for key, item in value.items()}
        case ir.UnionType() | ir.DateTimeType():
            raise AssertionError("no request of this API has one: write it here")
        case _:
            return value


def _named(
    api: ir.Api, fields: tuple[ir.Field, ...], example: dict[str, ir.Json]
) -> dict[str, Any]:
    """An example of the IR (the spec's names) as arguments."""
    wires = {field.name: field.wire for field in fields}
    body = {wires[name]: value for name, value in example.items()}
    return _arguments(api, fields, body)
