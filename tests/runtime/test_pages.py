"""Pages: the request for the next one, until there is none."""

import json
import pickle
from typing import Any

import pytest
from pydantic import MISSING
from specloom.runtime._runtime import (
    PagedEndpoint,
    PagedRequest,
    Pages,
    ValidationError,
)

from .models import API, WALK, PageParams, Patient, ThingPage


def _page(cursor: Any = MISSING, more: bool | MISSING = MISSING) -> ThingPage:
    return ThingPage(items=[], next_cursor=cursor, more=more)


def _next(request: PagedRequest[ThingPage], page: ThingPage) -> PagedRequest[ThingPage]:
    after = request.next(page)
    assert after is not None
    return after


def test_the_next_page_is_asked_for_with_the_same_arguments() -> None:
    request = WALK.request(states=["a", "b"], anything={"c": [1]})
    page = request.parse('{"items": [], "nextCursor": "two", "hasMore": true}')
    after = _next(request, page)
    assert after == WALK.request(cursor="two", states=["a", "b"], anything={"c": [1]})
    assert after.query == (("cursor", "two"), ("states", "a,b"))
    assert after.content == request.content == b'{"anything":{"c":[1]}}'


@pytest.mark.parametrize(
    "page",
    [
        _page(),
        _page(None),
        _page(""),
        _page("two", more=False),
        _page(more=True),
    ],
    ids=repr,
)
def test_the_last_page_has_no_next_one(page: ThingPage) -> None:
    assert WALK.request().next(page) is None


@pytest.mark.parametrize("more", [True, MISSING])
def test_a_cursor_alone_says_that_there_is_more(more: bool | MISSING) -> None:
    assert WALK.request().next(_page("two", more)) is not None


def test_pages_may_have_no_word_for_more() -> None:
    walk = PagedEndpoint(
        *(API, "things.walk", "POST /v1/walk", PageParams, ThingPage),
        pages=Pages("cursor", "next_cursor"),
    )
    assert walk.request().next(_page("two", more=False)) is not None
    assert walk.request().next(_page()) is None


def test_pages_never_go_round_in_circles() -> None:
    request = WALK.request(cursor="one")
    assert request.next(_page("one")) is None
    two = _next(request, _page("two"))
    three = _next(two, _page("three"))
    for seen in ("one", "two", "three"):
        assert three.next(_page(seen)) is None
    assert three.next(_page("four")) is not None


def test_a_walk_ends_though_the_server_never_says_so() -> None:
    cursors = ["a", "b", "c", "a"]
    request: PagedRequest[ThingPage] | None = WALK.request()
    asked = 0
    while request is not None:
        request = request.next(_page(cursors[asked % 4], more=True))
        asked += 1
    assert asked == 4


def test_two_walks_from_one_request_know_nothing_of_each_other() -> None:
    request = WALK.request()
    assert _next(request, _page("two")) == _next(request, _page("two"))


@pytest.mark.parametrize("page", [Patient(name="Jane", born=None), None, {}, b"{}"])
def test_a_page_of_something_else_is_refused(page: Any) -> None:
    with pytest.raises(TypeError, match=r"things[.]walk answers ThingPage") as caught:
        WALK.request().next(page)
    assert "Jane" not in str(caught.value)


def test_a_cursor_is_checked_as_any_argument() -> None:
    with pytest.raises(ValidationError) as caught:
        WALK.request().next(_page("secret" * 9))
    assert [(m.place, m.rule) for m in caught.value.mistakes] == [
        ("cursor", "max_length")
    ]
    assert "secret" not in str(caught.value)


def test_a_changed_argument_does_not_change_the_next_request() -> None:
    states = ["a"]
    anything: dict[str, Any] = {"b": []}
    request = WALK.request(states=states, anything=anything)
    states.append("x")
    anything["b"].append("x")
    after = _next(request, _page("two"))
    assert dict(after.query)["states"] == "a"
    assert json.loads(after.content or b"") == {"anything": {"b": []}}


def test_a_pickled_request_remembers_its_cursors() -> None:
    request = _next(WALK.request(cursor="one"), _page("two"))
    again = pickle.loads(pickle.dumps(request))
    assert again == request
    assert again.next(_page("one")) is None
    assert again.next(_page("three")) == request.next(_page("three"))


def test_cursors_are_not_shown() -> None:
    request = WALK.request(cursor="secret", states=["secret"])
    assert repr(request) == "<PagedRequest POST /v1/walk (things.walk)>"
