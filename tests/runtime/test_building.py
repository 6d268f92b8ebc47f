"""Models are built at their first use, whatever that is, and imports stay fast."""

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread
from typing import Annotated, Any

import pytest
from pydantic import MISSING, Field, TypeAdapter
from pydantic_core import to_json
from specloom import runtime
from specloom.runtime._runtime import (
    Alternatives,
    Api,
    Endpoint,
    Model,
    Params,
    ValidationError,
    in_path,
    read,
    wire,
)
from specloom.runtime._values import UNIQUE, MaxBytes, OneOf

GENERATOR = Path(runtime.__file__).parents[2]


def _run(code: str, *folders: Path) -> subprocess.CompletedProcess[str]:
    path = [str(folder) for folder in (*folders, GENERATOR)]
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {path}\n{code}"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_import_loads_nothing_that_is_needed_later() -> None:
    ran = _run("""
from pydantic import BaseModel
before = set(sys.modules)
from specloom.runtime import _runtime, _webhooks
class Thing(_runtime.Params):
    name: str
    inner: _runtime.Model
print(*sorted(set(sys.modules) - before))
""")
    loaded = ran.stdout.split()
    assert "specloom.runtime._runtime" in loaded, ran.stderr
    late = {"json", "shlex", "urllib.parse", "urllib.request", "http", "inspect"}
    late |= {"standardwebhooks", "pydantic._internal._generate_schema"}
    assert not late & set(loaded)


@pytest.mark.parametrize("version", ["1.10.2", "2.9.9", "2.14.1"])
def test_an_old_pydantic_is_told(version: str, tmp_path: Path) -> None:
    (tmp_path / "pydantic.py").write_text(f"VERSION = {version!r}")
    ran = _run("import specloom.runtime._runtime", tmp_path)
    told = f"ImportError: pydantic 2.14.2 or newer is needed, not {version}"
    assert ran.stderr.splitlines()[-1] == told


def _fresh() -> tuple[type[Any], type[Any]]:
    """Two classes that nobody has used yet."""

    class Inner(Model):
        size: Annotated[int, wire("theSize")]

    class Outer(Model):
        inner: Inner | MISSING = MISSING
        several: Annotated[list[Inner], UNIQUE] | MISSING = MISSING
        small: Annotated[Inner, MaxBytes(14)] | MISSING = MISSING

    return Inner, Outer


BODY = '{"inner":{"theSize":1},"several":[{"theSize":1}],"small":{"theSize":1}}'
USES: list[Callable[[type[Any]], Any]] = [
    lambda outer: outer(inner={"size": 1}, several=[{"size": 1}], small={"size": 1}),
    lambda outer: read(outer, BODY, strict=True, subject="x"),
    lambda outer: outer.model_validate_json(BODY),
    lambda outer: TypeAdapter(outer).validate_json(BODY),
    lambda outer: read(Alternatives(outer | None), BODY, strict=True, subject="x"),
]


@pytest.mark.parametrize("use", USES)
def test_any_first_use_builds_a_model(use: Callable[[type[Any]], Any]) -> None:
    inner, outer = _fresh()
    assert not outer.__pydantic_complete__
    found = use(outer)
    assert type(found) is outer
    assert type(found.inner) is inner
    assert found.model_dump_json() == BODY
    assert to_json(found) == BODY.encode()


def test_what_was_read_inside_another_model_is_whole() -> None:
    """Its own class was never used."""
    inner, outer = _fresh()
    body = '{"inner": {"theSize": 1}}'
    found = read(outer, body, strict=False, subject="x").inner
    assert not inner.__pydantic_complete__
    assert copy.deepcopy(found) == found
    assert found.model_dump() == {"theSize": 1}


def test_a_schema_is_a_first_use_too() -> None:
    schema = _fresh()[1].model_json_schema()
    assert schema["$defs"]["Inner"]["required"] == ["theSize"]


def test_first_uses_at_the_same_time_do_not_meet() -> None:
    for _ in range(10):
        outer = _fresh()[1]
        start = Barrier(8)
        wrong: list[BaseException] = []

        def use(
            at: int,
            outer: type[Any] = outer,
            start: Barrier = start,
            wrong: list[BaseException] = wrong,
        ) -> None:
            start.wait()
            try:
                assert USES[at % 3](outer).model_dump_json() == BODY
                with pytest.raises(ValidationError):
                    outer(nothing=1)
            except BaseException as error:
                wrong.append(error)

        threads = [Thread(target=use, args=(at,)) for at in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong


class First(Model):
    """A record that names a later one."""

    second: "Annotated[Second | MISSING, wire('theSecond')]" = MISSING


class Second(Model):
    """A record that names an earlier one."""

    first: First | MISSING = MISSING


class Third(Model):
    """A record that requires a name that is not known yet."""

    fourth: "Annotated[Fourth, wire('theFourth')]"


class Other(Model):
    """A record that is not Third."""

    other: int


class Chooser(Model):
    """A union of both."""

    either: Annotated[Third | Other, OneOf()]


class Fourth(Model):
    """A record that comes last."""


def test_names_are_those_of_the_module_not_of_the_caller() -> None:
    Second = int  # noqa: F841
    found = read(First, '{"theSecond": {}}', strict=True, subject="x")
    assert type(found.second).__name__ == "Second"
    assert pickle.loads(pickle.dumps(found)) == found


def test_unions_know_the_names_of_records_that_were_not_used_yet() -> None:
    body = '{"either":{"theFourth":{}}}'
    found = read(Chooser, body, strict=True, subject="x")
    assert isinstance(found.either, Third)
    assert found.model_dump_json() == body


def test_a_request_is_a_first_use_too() -> None:
    class Arguments(Params):
        key: Annotated[Annotated[str, Field(max_length=3)], in_path("key")]
        size: int | MISSING = MISSING

    api = Api("https://example.org", None)
    endpoint: Endpoint[None] = Endpoint(api, "put", "PUT /{key}", Arguments, None)
    assert not Arguments.__pydantic_complete__
    request = endpoint.request(key="a", size=1)
    assert (request.path, request.content) == ("/a", b'{"size":1}')
