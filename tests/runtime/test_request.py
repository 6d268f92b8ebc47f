"""Requests, and the shell commands they are shown as, run through a real shell."""

import json
import os
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest
from specloom.runtime._runtime import ValidationError

from .models import LIST, REMOVE, SEND, Everything, Patient

ODD = [
    "it's",
    'a "quote"',
    "a\nline\tand\rmore",
    "$HOME `id` $(id) !! \\ \\n %s",
    "\u00e9\u6f22\U0001f9b4 \u2028",
    "'; rm -rf nowhere; echo '",
    "-d @/etc/passwd",
    "@/etc/passwd",
]


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Variables under which `curl` prints its arguments, with a zero byte behind each."""
    folder = tmp_path_factory.mktemp("bin")
    curl = folder / "curl"
    curl.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
    curl.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "EXAMPLE_KEY": "k3y", "LC_ALL": "C.UTF-8"}


def _arguments(command: str, shell: Mapping[str, str]) -> list[str]:
    done = subprocess.run(
        ["sh", "-c", command], env=shell, capture_output=True, check=True
    )
    assert done.stderr == b""
    return done.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("text", ODD)
def test_the_shell_hands_on_what_the_request_holds(
    text: str, shell: Mapping[str, str]
) -> None:
    request = SEND.request(text=text, inner={"pairs": {"it'": 1}})
    url, *rest = _arguments(request.to_curl(), shell)
    assert url == "https://example.org/api/v1/things"
    assert rest[:4] == [
        "-H",
        "Content-Type: application/json",
        "-H",
        "Authorization: Bearer k3y",
    ]
    flag, body = rest[4:]
    assert flag == "-d"
    assert json.loads(body) == {"text": text, "inner": {"pairs": {"it'": 1}}}


def test_a_command_without_a_body(shell: Mapping[str, str]) -> None:
    authorization = ["-H", "Authorization: Bearer k3y"]
    url = "https://example.org/api/v1/x"
    assert _arguments(REMOVE.request().to_curl(), shell) == [
        "-X",
        "DELETE",
        url,
        *authorization,
    ]
    assert _arguments(LIST.request().to_curl(), shell)[1:] == authorization


def test_large_numbers_survive_the_command(shell: Mapping[str, str]) -> None:
    request = SEND.request(text="a", inner={"whole": 10**30, "number": 0.1})
    body = json.loads(_arguments(request.to_curl(), shell)[-1])
    assert body["inner"] == {"whole": 10**30, "number": 0.1}


def test_no_request_holds_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_KEY", "k3y")
    request = SEND.request(text="a")
    shown = [
        repr(request),
        str(request.headers),
        request.to_curl(),
        repr(vars(type(request))),
    ]
    assert "k3y" not in "".join(shown)
    assert "$EXAMPLE_KEY" in request.to_curl()


def test_what_is_sent() -> None:
    request = SEND.request(
        text="a", of_all=[Everything(wire_name="\u00e9", nullable=None)]
    )
    assert request.method == "POST"
    assert request.path == "/v1/things"
    assert request.url() == "https://example.org/api/v1/things"
    assert request.url("http://localhost:1/") == "http://localhost:1/v1/things"
    assert request.headers == {"Content-Type": "application/json"}
    assert (
        request.content
        == '{"text":"a","ofAll":[{"wireName":"\u00e9","nullable":null}]}'.encode()
    )


def test_a_request_without_a_body() -> None:
    request = REMOVE.request()
    assert (request.content, request.headers) == (None, {})
    assert request.parse(b"") is None


def test_headers_are_a_new_mapping_each_time() -> None:
    request = SEND.request(text="a")
    request.headers["Authorization"] = "x"
    assert "Authorization" not in request.headers


@pytest.mark.parametrize(
    "body", ['{"name": "a", "born": null}', b'{"name": "a", "born": null}']
)
def test_answers_are_text_or_bytes(body: str | bytes) -> None:
    assert SEND.request(text="a").parse(body) == Patient(name="a", born=None)


def test_a_changed_argument_does_not_change_the_request() -> None:
    inner: dict[str, Any] = {"text": "a", "items": [1]}
    request = SEND.request(text="a", inner=inner)
    inner["items"].append(2)
    assert json.loads(request.content or b"") == {
        "text": "a",
        "inner": {"text": "a", "items": [1]},
    }


def test_a_changed_model_is_checked_again() -> None:
    inner = Everything(whole=1)
    inner.whole = "x"  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(ValidationError) as caught:
        SEND.request(text="a", inner=inner)
    assert [mistake.place for mistake in caught.value.mistakes] == ["inner.whole"]
