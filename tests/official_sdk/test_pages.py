"""The official SDK asks for the same next page, or the difference is listed."""

import json

import pytest
from hypothesis import given

from . import ours, theirs
from .differences import expected
from .sent import Arguments, Sent

PAGED = tuple(each for each in theirs.endpoints() if theirs.answers_in_pages(each))


def in_any_order(sent: Sent) -> Sent:
    """The query's pairs, sorted: the SDK puts a new cursor behind the others."""
    path, _, query = sent.url.partition("?")
    return sent._replace(url=f"{path}?{'&'.join(sorted(query.split('&')))}")


def test_nine_endpoints_answer_in_pages() -> None:
    assert len(PAGED) == 9


@pytest.mark.parametrize("endpoint", PAGED)
def test_both_ask_for_the_same_next_page(endpoint: str) -> None:
    @ours.DRAWN
    @given(ours.arguments(endpoint), ours.answers(endpoint))
    def agree(arguments: Arguments, page: Arguments) -> None:
        request = ours.request(endpoint, arguments)
        following = request.next(request.parse(json.dumps(page)))
        call = theirs.call(endpoint, arguments, page)
        if any(part == [] for part in page.values()):
            return
        assert call.found.has_next_page() is (following is not None)
        if following is None:
            return
        arguments = arguments | {"cursor": page["cursor"]}
        call.found.get_next_page()
        assert ours.sent_by(following) == ours.sends(endpoint, arguments)
        assert in_any_order(call.requests[1]) == in_any_order(
            expected(endpoint, arguments)
        )

    agree()
