"""Three readers of one build, each with its own verdict on a body."""

import importlib
import importlib.util
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import jsonschema_rs
import pydantic
from specloom import ir
from specloom.formats import KIND_FORMATS
from specloom.names import python_function, python_member
from specloom.targets.jsonschema.examples import wire

from .boundaries import full_value, json_type, json_type_of

Judge: TypeAlias = Callable[[ir.Json], bool]
Fields: TypeAlias = tuple[ir.Field, ...]


def schema_judge(document: dict[str, Any], title: str) -> Judge:
    """jsonschema-rs, formats asserted, on one definition of the exported schema."""
    validator = jsonschema_rs.Draft202012Validator(
        {**document, "$ref": f"#/$defs/{title}"}, validate_formats=True
    )

    def judge(body: ir.Json) -> bool:
        return validator.is_valid(body)

    return judge


def closed(schema: Any) -> Any:
    """A schema in which objects with known fields hold no others, as if read strictly."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    more = {key: closed(each) for key, each in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        more["additionalProperties"] = False
    return more


def foreign_models(document: dict[str, Any], folder: Path, name: str) -> ModuleType:
    """The models that datamodel-code-generator makes of the exported schema."""
    schema = json.dumps(_without_remarks(document))
    source = folder / f"{name}.json"
    target = folder / f"{name}_models.py"
    source.write_text(schema, encoding="utf-8")
    command = [sys.executable, "-m", "datamodel_code_generator"]
    command += ["--input", str(source), "--input-file-type", "jsonschema"]
    command += ["--output", str(target), "--output-model-type", "pydantic_v2.BaseModel"]
    command += ["--target-python-version", "3.11", "--target-pydantic-version", "2.14"]
    command += ["--use-missing-sentinel", "--use-annotated", "--formatters", "builtin"]
    command += ["--type-mappings", "string+email=string"]  # its own needs a library
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    spec = importlib.util.spec_from_file_location(target.stem, target)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[target.stem] = module
    spec.loader.exec_module(module)
    return module


def _without_remarks(schema: Any) -> Any:
    """A schema without what says nothing of values, but is read as if it did.

    A field with a default may be null in those models, and a model that is a union can't be
    read if it is deprecated.
    """
    if isinstance(schema, list):
        return [_without_remarks(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    remarks = [key for key in ("default", "deprecated") if _is_remark(schema, key)]
    return {
        key: _without_remarks(each)
        for key, each in schema.items()
        if key not in remarks
    }


def _is_remark(schema: dict[str, Any], key: str) -> bool:
    """Whether it is no property of that name."""
    return key in schema and not isinstance(schema[key], dict)


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


def request_judge(api: ir.Api, endpoint: ir.Endpoint, part: Fields) -> Judge:
    """The generated builder, given Python names and values of a part of its arguments.

    Of the others it gets those that are required, and these are right.
    """
    package = importlib.import_module(api.build)
    build = _builder(api, endpoint)
    beside = _needed(api, tuple(f for f in endpoint.arguments if f not in part))

    def judge(body: ir.Json) -> bool:
        assert isinstance(body, dict)
        arguments = _arguments(api, part, body)
        try:
            inspect.signature(build).bind(**beside, **arguments)
        except TypeError:
            return False
        try:
            request = build(**beside, **arguments)
        except package.ValidationError:
            return False
        if part == endpoint.body:
            content = json.loads(request.content)
            assert _arguments(api, part, content) == arguments
        elif part == endpoint.query:
            sent = {name for name, _ in request.query}
            assert sent == {name for name in body if body[name] != [] or name in sent}
        return True

    return judge


def reply_judge(api: ir.Api, use: ir.RecordType) -> Judge:
    """The generated model of what is answered to a webhook, given Python names."""
    package = importlib.import_module(api.build)
    model = getattr(_module(api, use.home), use.name)
    fields = api.record(use).fields

    def judge(body: ir.Json) -> bool:
        assert isinstance(body, dict)
        arguments = _arguments(api, fields, body)
        try:
            reply = model(**arguments)
        except package.ValidationError:
            return False
        sent = json.loads(reply.model_dump_json())
        assert _arguments(api, fields, sent) == arguments
        return True

    return judge


def response_judge(api: ir.Api, endpoint: ir.Endpoint) -> Judge:
    """The generated reader of responses, strictly."""
    request = _builder(api, endpoint)(**_needed(api, endpoint.arguments))
    return _strictly(api, request.parse)


def event_judge(api: ir.Api, home: ir.Path) -> Judge:
    """The generated reader of events, strictly."""
    return _strictly(api, _module(api, home).parse)


def unknown_event_judge(api: ir.Api, home: ir.Path) -> Judge:
    """The same, of events that are not listed: read strictly, there are none.

    That nothing else is in them is what would be strict.
    """
    package = importlib.import_module(api.build)
    module = _module(api, home)

    def judge(body: ir.Json) -> bool:
        try:
            event = module.parse(json.dumps(body))
        except package.ValidationError:
            return False
        return isinstance(event, module.UnknownEvent) and not event.model_extra

    return judge


def _strictly(api: ir.Api, read: Callable[..., object]) -> Judge:
    package = importlib.import_module(api.build)

    def judge(body: ir.Json) -> bool:
        try:
            read(json.dumps(body), strict=True)
        except package.ValidationError:
            return False
        return True

    return judge


def _module(api: ir.Api, path: ir.Path) -> ModuleType:
    return importlib.import_module(".".join((api.build, *path)))


def _builder(api: ir.Api, endpoint: ir.Endpoint) -> Callable[..., Any]:
    module = _module(api, endpoint.resource)
    found: Callable[..., Any] = getattr(module, python_function(endpoint.name))
    return found


def _needed(api: ir.Api, fields: Fields) -> dict[str, Any]:
    """The arguments among these that can't be left out, with good values."""
    needed = tuple(field for field in fields if field.required)
    values = {
        field.wire: (
            wire(field.example, field.type, api)
            if field.has_example
            else full_value(api, field.type)
        )
        for field in needed
    }
    return _arguments(api, needed, values)


def _arguments(api: ir.Api, fields: Fields, body: dict[str, ir.Json]) -> dict[str, Any]:
    """A body with Python names for wire names; unknown keys stay as they are."""
    known = {field.wire: field for field in fields}
    return {
        python_member(known[key].name) if key in known else key: (
            _python(api, known[key].type, value) if key in known else value
        )
        for key, value in body.items()
    }


def _python(api: ir.Api, type_: ir.Type, value: ir.Json) -> Any:
    """What a caller gives for a value; what does not fit its type is given as it is."""
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
        case ir.UnionType():
            for member in type_.members:
                if _is_meant(api, member, value):
                    return _python(api, member, value)
            return value
        case ir.DateTimeType() if isinstance(value, str):
            return _moment(value)
        case _:
            return value


def _is_meant(api: ir.Api, member: ir.Type, value: ir.Json) -> bool:
    """Whether a value looks like one of this member of a union."""
    match member:
        case ir.NamedType():
            return _is_meant(api, member.target, value)
        case ir.RecordType() if isinstance(value, dict):
            return all(
                field.wire in value
                and not (
                    isinstance(field.type, ir.ConstType)
                    and field.type.value != value[field.wire]
                )
                for field in api.record(member).fields
                if field.required
            )
        case ir.DateTimeType() if isinstance(value, str):
            return isinstance(_moment(value), datetime)
        case ir.ListType() | ir.MapType() | ir.RecordType():
            return json_type(member) == json_type_of(value)
        case _:
            return False  # what is given as it is


def _moment(text: str) -> datetime | str:
    """A time as Python has it, if it is written right."""
    if not re.fullmatch(KIND_FORMATS["timestamp"].pattern, text):
        return text
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text
