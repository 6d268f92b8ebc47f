"""The official SDK asks for the same next page, or the difference is listed."""

import json
from typing import Any

import pytest
from hypothesis import given

from . import ours, theirs
from .differences import expected
from .sent import Arguments, Sent

PAGED = tuple(each for each in theirs.endpoints() if theirs.answers_in_pages(each))
NEXT = "bmV4dA=="


def page_of(endpoint: str, **ends: Any) -> Arguments:
    """A page with items, and with this said of the pages behind it."""
    page = ours.first(ours.answers(endpoint), lambda page: [] not in page.values())
    return {name: part for name, part in page.items() if name != "cursor"} | ends


def in_any_order(sent: Sent) -> Sent:
    """The query's pairs, sorted: the SDK puts a new cursor behind the others."""
    path, _, query = sent.url.partition("?")
    return sent._replace(url=f"{path}?{'&'.join(sorted(query.split('&')))}")


def test_nine_endpoints_answer_in_pages() -> None:
    assert len(PAGED) == 9


@pytest.mark.parametrize("endpoint", PAGED)
def test_both_ask_for_the_same_next_page(endpoint: str) -> None:
    page = page_of(endpoint, cursor=NEXT, hasMore=True)

    @ours.DRAWN
    @given(ours.arguments(endpoint))
    def agree(arguments: Arguments) -> None:
        request = ours.request(endpoint, arguments)
        following = request.next(request.parse(json.dumps(page)))
        call = theirs.call(endpoint, arguments, page)
        call.found.get_next_page()
        arguments = arguments | {"cursor": NEXT}
        assert ours.sent_by(following) == ours.sends(endpoint, arguments)
        assert in_any_order(call.requests[1]) == in_any_order(
            expected(endpoint, arguments)
        )

    agree()


@pytest.mark.parametrize(
    "ends",
    [
        {"cursor": NEXT, "hasMore": False},
        {"cursor": None, "hasMore": True},
        {"cursor": None, "hasMore": False},
        {"hasMore": True},
        {"hasMore": False},
    ],
    ids=str,
)
@pytest.mark.parametrize("endpoint", PAGED)
def test_both_know_the_last_page(endpoint: str, ends: Arguments) -> None:
    page = page_of(endpoint, **ends)
    request = ours.request(endpoint, {})
    assert request.next(request.parse(json.dumps(page))) is None
    assert not theirs.call(endpoint, {}, page).found.has_next_page()
