"""What the generated package and the SDK do in one situation, each told in a text.

In: the situation. Out: a function that tries both.
"""

import json
from collections.abc import Callable
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from . import ours, theirs
from .sent import Arguments
from .signing import Delivery, read_by_ours, read_by_theirs


class Outcomes(NamedTuple):
    """What both did."""

    ours: str
    theirs: str


Situation: TypeAlias = Callable[[], Outcomes]


def request(endpoint: str, **arguments: Any) -> Situation:
    """Both are called: the path and the query that go over the wire."""
    return lambda: Outcomes(
        _told(lambda: ours.sends(endpoint, arguments).target),
        _told(lambda: theirs.sends(endpoint, arguments).target),
    )


def pages(page: Arguments, *, most: int) -> Situation:
    """Both ask for customers, two a page; every answer is this page: their requests."""
    return lambda: Outcomes(_our_pages(page, most), _their_pages(page, most))


def _our_pages(page: Arguments, most: int) -> str:
    targets: list[str] = []
    request = ours.request("express.list", {"limit": 2})
    while request is not None and len(targets) < most:
        targets.append(ours.sent_by(request).target)
        request = request.next(request.parse(json.dumps(page)))
    return " ".join(targets)


def _their_pages(page: Arguments, most: int) -> str:
    call = theirs.call("express.list", {"limit": 2}, page)
    list(islice(call.found.iter_pages(), most))
    return " ".join(each.target for each in call.requests)


def answer(endpoint: str, arguments: Arguments, body: Any) -> Situation:
    """Both read an answer: the class of what they return."""
    text = json.dumps(body)
    return lambda: Outcomes(
        _told(lambda: _kind(ours.request(endpoint, arguments).parse(text))),
        _told(lambda: _kind(theirs.call(endpoint, arguments, body).found)),
    )


def delivery(delivered: Callable[[], Delivery]) -> Situation:
    """Both get a webhook: the class of the event."""
    return lambda: Outcomes(
        _told(lambda: _kind(read_by_ours(delivered()))),
        _told(lambda: _kind(read_by_theirs(delivered()))),
    )


def _kind(value: object) -> str:
    return type(value).__name__


def _told(action: Callable[[], str]) -> str:
    """What the action tells, or the class of the error that it ends in."""
    try:
        return action()
    except Exception as error:
        return _kind(error)
