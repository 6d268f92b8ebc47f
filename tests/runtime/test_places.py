"""Arguments in paths, queries and headers: what is sent, and what is refused."""

import os
import pickle
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import MISSING
from specloom.runtime._runtime import Request, ValidationError

from .models import (
    DRIVE,
    FIND,
    PUT,
    REPEAT,
    Engine,
    Filters,
    Outage,
    Patient,
    Problem,
    Sail,
)

quick = settings(max_examples=150, database=None, deadline=None)
texts = st.text(st.characters(exclude_categories=["Cs"]))


def _put(**arguments: Any) -> Request[Patient]:
    return PUT.request(**{"owner_id": "own", "number": 1, **arguments})


def _repeat(**arguments: Any) -> Request[Patient]:
    return REPEAT.request(owner_id="own", number=1, **arguments)


def _refused(make: Callable[..., object], **arguments: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        make(**arguments)
    assert caught.value.__context__ is None
    return [(mistake.place, mistake.rule) for mistake in caught.value.mistakes]


def test_each_argument_goes_to_its_place() -> None:
    request = _put(search="a b", key="k 1", name="c", born_on=None)
    assert request.path == "/v1/own/things/1"
    assert request.query == (("search", "a b"),)
    assert request.url() == "https://example.org/v1/own/things/1?search=a%20b"
    assert request.headers == {
        "Content-Type": "application/json",
        "Idempotency-Key": "k 1",
    }
    assert request.content == b'{"name":"c","bornOn":null}'


def test_all_mistakes_of_a_call_are_in_one_error() -> None:
    """By their Python names, and by the order of the arguments."""
    wrong = _refused(
        _put,
        owner_id="..",
        number="1",
        assigned=["a", "b,c", ""],
        search="null",
        key="a\nb",
        tags=["a,b", " c"],
        name=1,
        other=1,
    )
    assert wrong == [
        ("owner_id", "path"),
        ("number", "type"),
        ("search", "null_text"),
        ("assigned[1]", "comma"),
        ("assigned[2]", "comma"),
        ("key", "header"),
        ("tags[0]", "comma"),
        ("tags[1]", "header"),
        ("name", "type"),
        ("other", "unknown"),
    ]


def test_nothing_private_is_in_errors_or_in_the_shown_request() -> None:
    with pytest.raises(ValidationError) as caught:
        _put(owner_id="Jane Doe" * 9, assigned=["Jane,Doe"], key="Jane\nDoe")
    assert "Jane" not in f"{caught.value} {caught.value!r}"
    request = _put(owner_id="Jane", search="Jane", key="Jane", name="Jane")
    shown = "<Request PUT /v1/{ownerId}/things/{number} (things.put)>"
    assert repr(request) == shown


@pytest.mark.parametrize("text", ["", ".", ".."])
def test_paths_have_no_segment_that_is_dropped(text: str) -> None:
    assert _refused(_put, owner_id=text) == [("owner_id", "path")]


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("a/b", "a%2Fb"),
        ("../a", "..%2Fa"),
        ("%2e%2e", "%252e%252e"),
        ("a?b#c;d", "a%3Fb%23c%3Bd"),
        ("A-z_0.9~", "A-z_0.9~"),
        ("\u00e9 \U0001f9b4", "%C3%A9%20%F0%9F%A6%B4"),
        ("{number}", "%7Bnumber%7D"),
        ("...", "..."),
    ],
)
def test_paths_are_percent_encoded(text: str, sent: str) -> None:
    assert _put(owner_id=text).path == f"/v1/{sent}/things/1"


@quick
@given(texts.filter(lambda text: text not in ("", ".", "..")).map(lambda t: t[:40]))
def test_any_text_is_one_segment_of_the_path(text: str) -> None:
    url = urlsplit(_put(owner_id=text).url())
    assert [unquote(part) for part in url.path.split("/")] == [
        *("", "v1", text, "things", "1")
    ]
    assert (url.query, url.fragment) == ("", "")


@quick
@given(texts, st.lists(texts.map(lambda t: t.replace(",", "") or "a"), max_size=3))
def test_any_query_is_read_as_it_was_written(search: str, states: list[str]) -> None:
    assume(search != "null" and states != [""])
    request = _put(search=search, states=states)
    found = parse_qsl(
        urlsplit(request.url()).query, keep_blank_values=True, strict_parsing=True
    )
    assert found == [*request.query]
    assert found == [("search", search), ("states", ",".join(states))]


@quick
@given(st.text(), st.lists(st.text(), max_size=3))
def test_headers_are_printable_or_refused(key: str, tags: list[str]) -> None:
    try:
        request = _put(key=key, tags=tags)
    except ValidationError:
        return
    assert request.headers["Idempotency-Key"] == key
    assert request.headers["X-Tags"].split(",") == (tags or [""])
    for text in request.headers.values():
        assert text.isascii()
        assert text.isprintable()
        assert text == text.strip()


QUERIES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"search": ""}, [("search", "")]),
    ({"search": None}, [("search", "null")]),
    ({"search": MISSING}, []),
    ({"assigned": None}, [("assignedTo", "null")]),
    ({"assigned": []}, [("assignedTo", "")]),
    ({"assigned": ["a", "b"]}, [("assignedTo", "a,b")]),
    ({"assigned": ["null", "b"]}, [("assignedTo", "null,b")]),
    ({"states": ["null"]}, [("states", "null")]),
    ({"mixed": [1, 1.5, True, "x"]}, [("mixed", "1,1.5,true,x")]),
    ({"active": False}, [("isActive", "false")]),
    ({"exact": 10}, [("exact", "10")]),
    ({"exact": 1e22}, [("exact", "1e+22")]),
    ({"exact": 1.0}, [("exact", "1.0")]),
    (
        {"since": datetime(2024, 1, 2, 3, 4, 5, 600, UTC)},
        [("since", "2024-01-02T03:04:05.000600Z")],
    ),
    ({"colour": "red"}, [("colour", "red")]),
]


@pytest.mark.parametrize(("arguments", "pairs"), QUERIES, ids=str)
def test_what_a_query_holds(
    arguments: dict[str, Any], pairs: list[tuple[str, str]]
) -> None:
    assert [*_put(**arguments).query] == pairs


@pytest.mark.parametrize(
    ("arguments", "pairs"),
    [
        ({"states": ["a,b", "", "c"]}, ["a,b", "", "c"]),
        ({"states": []}, []),
        ({"states": ["a"]}, ["a"]),
    ],
)
def test_lists_may_repeat_their_name(
    arguments: dict[str, Any], pairs: list[str]
) -> None:
    assert [*_repeat(**arguments).query] == [("states", text) for text in pairs]


@pytest.mark.parametrize("make", [_put, _repeat])
def test_no_text_is_sent_that_stands_for_null(make: Callable[..., object]) -> None:
    assert _refused(make, search="null") == [("search", "null_text")]
    assert _refused(make, assigned=["null"]) == [("assigned", "null_text")]


def test_pydantics_own_reading_takes_what_is_left_out() -> None:
    found = Filters.model_validate({"ownerId": "a", "number": 1, "search": MISSING})
    assert found == Filters(owner_id="a", number=1)


def test_whole_numbers_of_any_length_are_sent() -> None:
    digits = "1" * 5000
    number = 0
    for _ in digits:
        number = number * 10 + 1
    assert _put(number=number).path == f"/v1/own/things/{digits}"


def test_enums_in_queries_are_closed() -> None:
    assert _refused(_put, colour="blue") == [("colour", "enum")]


@pytest.mark.parametrize(
    "text", ["a\r\nX: y", "a\x00", " a", "a ", "\t", "\u00e9", "\x7f"]
)
def test_headers_that_clients_would_change_are_refused(text: str) -> None:
    assert _refused(_put, key=text) == [("key", "header")]


def test_an_endpoint_with_body_fields_always_sends_an_object() -> None:
    assert _put().content == b"{}"
    assert FIND.request(search="a").content is None
    assert FIND.request(search="a").headers == {}


def test_requests_say_the_same_if_all_their_places_do() -> None:
    request = _put(search="a", key="b", name="c")
    assert request == _put(search="a", key="b", name="c")
    assert hash(request) == hash(_put(search="a", key="b", name="c"))
    for other in ({"number": 2}, {"search": "x"}, {"key": "x"}, {"name": "x"}):
        assert request != _put(**{"search": "a", "key": "b", "name": "c", **other})
    assert pickle.loads(pickle.dumps(request)) == request


def test_requests_never_change() -> None:
    request = _put()
    with pytest.raises(AttributeError):
        request.path = "/"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    assert not hasattr(request, "__dict__")


def test_the_body_holds_the_same_bytes_each_time() -> None:
    arguments = {"pairs": {"b": "\u00e9", "a": "x"}, "name": "n"}
    assert _put(**arguments).content == _put(**arguments).content
    assert (
        _put(**arguments).content
        == '{"name":"n","pairs":{"b":"\u00e9","a":"x"}}'.encode()
    )


def test_lone_surrogates_are_told_with_all_other_mistakes() -> None:
    wrong = _refused(
        _put, owner_id="a\ud800", number="1", search="\udfff", tags=["\ud800"]
    )
    assert wrong == [
        *(("owner_id", "type"), ("number", "type"), ("search", "type")),
        ("tags[0]", "type"),
    ]
    assert _refused(_put, owner_id="a\ud800") == [("owner_id", "type")]
    assert _refused(_put, states=["a", "\ud800"]) == [("states[1]", "type")]
    assert _refused(_put, pairs={"a": "b", "\ud800": "c"}) == [("pairs[key 2]", "type")]


def test_the_shell_gets_query_and_headers_as_they_are(tmp_path: Path) -> None:
    curl = tmp_path / "curl"
    curl.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
    curl.chmod(0o755)
    request = _put(search="it's $HOME [a]{b}", key="'`id`'", tags=[])
    done = subprocess.run(
        ["sh", "-c", request.to_curl()],
        env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().split("\0")[:-1] == [
        *("-X", "PUT", request.url()),
        *("-H", "Content-Type: application/json"),
        *("-H", "Idempotency-Key: '`id`'"),
        *("-H", "X-Tags;"),  # without a text, a colon would drop the header
        *("-d", "{}"),
    ]
    assert not set("[]{}'$ ") & set(request.url())


@pytest.mark.parametrize(
    ("status", "body", "model"),
    [
        (404, '{"code": "x"}', Problem),
        (503, '{"retryAfter": 1}', Outage),
        (400, '{"name": "a", "born": null}', Patient),
    ],
)
def test_errors_have_the_model_that_is_documented(
    status: int, body: str, model: type[object]
) -> None:
    assert type(FIND.request().parse_error(status, body)) is model


def test_an_error_that_is_not_documented_is_told() -> None:
    with pytest.raises(LookupError, match=r"things[.]put documents no error .* 404"):
        _put().parse_error(404, "{}")


def test_an_error_that_is_no_json_is_told() -> None:
    with pytest.raises(ValidationError) as caught:
        FIND.request().parse_error(502, "<html>Jane Doe</html>")
    assert str(caught.value).startswith("1 mistake in the answer 502 to things.find:")
    assert "Jane" not in str(caught.value)


def test_an_answer_may_be_one_of_several_records() -> None:
    request = DRIVE.request()
    assert request.parse('{"kind": "engine", "power": 1}') == Engine(
        kind="engine", power=1
    )
    assert isinstance(request.parse('{"kind": "sail", "area": 1, "new": 1}'), Sail)
    assert pickle.loads(pickle.dumps(request)).parse(
        '{"kind": "sail", "area": 1}'
    ) == Sail(kind="sail", area=1)
    refused = _refused(request.parse, body='{"kind": "sail", "x": 1}', strict=True)
    assert refused == [("area", "required"), ("x", "unknown")]
    assert _refused(request.parse, body='{"kind": "oar"}') == [("", "union")]


@pytest.mark.parametrize("body", [{"name": "a"}, None, 5, ["a"]])
def test_an_answer_that_was_decoded_before_is_refused(body: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        _put().parse(body)
    told = "1 mistake in the answer to things.put:\n  type: JSON text, as bytes or str"
    assert str(caught.value) == told
