"""Where the official SDK and the generated package part: all of it, with the reasons.

An entry stands in docs/decisions.md word for word. It has to occur: in its `situation`
the two do what `ours` and `theirs` say. Where requests differ, `arguments` or `url`
turns our way into theirs; `expected` applies them all.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import unquote

from . import ours, shown
from .sent import Arguments, Sent
from .signing import Delivery, signed

T = TypeVar("T")


def _as_it_is(value: T) -> T:
    return value


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One habit that the two don't share."""

    name: str
    reason: str
    situation: shown.Situation
    ours: str
    theirs: str
    arguments: Callable[[Arguments], Arguments] = _as_it_is
    url: Callable[[str], str] = _as_it_is


def expected(endpoint: str, arguments: Arguments) -> Sent:
    """What the SDK should send: what our builder sends, but for the differences."""
    if ours.request(endpoint, arguments).method == "GET":
        for each in DIFFERENCES:
            arguments = each.arguments(arguments)
    method, url, body = ours.sends(endpoint, arguments)
    for each in DIFFERENCES:
        url = each.url(url)
    return Sent(method, url, body)


def _without(dropped: str | None) -> Callable[[Arguments], Arguments]:
    """Leaves out the arguments that have this value."""

    def kept(arguments: Arguments) -> Arguments:
        return {name: value for name, value in arguments.items() if value != dropped}

    return kept


_PUNCTUATION = re.compile("|".join(f"%{ord(sign):02X}" for sign in "!$&'()*+,;=:@"))


def _punctuation_kept(url: str) -> str:
    path, mark, query = url.partition("?")
    return _PUNCTUATION.sub(lambda found: unquote(found[0]), path) + mark + query


def _space_as_plus(url: str) -> str:
    path, mark, query = url.partition("?")
    return path + mark + query.replace("%20", "+")


BY_REFERENCE = "auto_scribe.clinical_references.retrieve_by_external_reference_id"
_CUSTOMER = f"cus_{'0' * 32}"
_ITEM = {
    "createdAt": None,
    "expressCustomerId": _CUSTOMER,
    "expressCustomerName": "Clinic",
    "isActive": True,
    "updatedAt": None,
    "userCount": 1,
}


def _page(*items: Arguments) -> Arguments:
    return {"expressCustomers": list(items), "cursor": "Mg==", "hasMore": True}


def _delivered(event_type: str) -> Delivery:
    event = {"id": f"whe_{'0' * 32}", "type": event_type, "data": {}}
    return signed(json.dumps(event))


DIFFERENCES = (
    Difference(
        name="A null filter",
        reason="""In a query null has a meaning: `assigned_to=None` asks for the studies
        that nobody is assigned to. We send the text `null`. The SDK leaves the filter
        out, and so asks for all studies.""",
        situation=shown.request("viewer.studies.list", assigned_to=None),
        ours="/v1/viewer/studies?assignedTo=null",
        theirs="/v1/viewer/studies",
        arguments=_without(None),
    ),
    Difference(
        name="An empty text in a query",
        reason="""We send what was given: `studyDescription=`. The SDK takes an empty
        text for one that was left out. An empty list is sent by both, as `name=`.""",
        situation=shown.request("viewer.studies.list", study_description=""),
        ours="/v1/viewer/studies?studyDescription=",
        theirs="/v1/viewer/studies",
        arguments=_without(""),
    ),
    Difference(
        name="A space in a query",
        reason="""We write `%20`, a space wherever it stands in a URL. The SDK writes
        `+`, which is a space to readers of HTML forms only; those read both.""",
        situation=shown.request("viewer.studies.list", study_description="CT chest"),
        ours="/v1/viewer/studies?studyDescription=CT%20chest",
        theirs="/v1/viewer/studies?studyDescription=CT+chest",
        url=_space_as_plus,
    ),
    Difference(
        name="Punctuation in a path",
        reason="""We percent-encode all but letters, digits and `-._~`. The SDK leaves
        ``!$&'()*+,;=:@`` as they are. Decoded, both are the same; encoded, nothing on
        the way can take a `;` or a `+` for more than a character.""",
        situation=shown.request(BY_REFERENCE, external_reference_id="a;b=c"),
        ours="/v1/autoScribe/clinicalReferences/byExternalReferenceId/a%3Bb%3Dc",
        theirs="/v1/autoScribe/clinicalReferences/byExternalReferenceId/a;b=c",
        url=_punctuation_kept,
    ),
    Difference(
        name="The place of the cursor",
        reason="""A request for the next page is the one for the first with another
        cursor: its arguments stand in their usual order. The SDK puts a new cursor
        behind them. The order of a query's names means nothing to the server.""",
        situation=shown.pages(_page(_ITEM), most=2),
        ours="/v1/express?limit=2 /v1/express?cursor=Mg%3D%3D&limit=2",
        theirs="/v1/express?limit=2 /v1/express?limit=2&cursor=Mg%3D%3D",
    ),
    Difference(
        name="A page without items that is not the last",
        reason="""We go on as long as the server names a cursor and does not say that
        there is no more. The SDK stops at the first page without items.""",
        situation=shown.pages(_page(), most=2),
        ours="/v1/express?limit=2 /v1/express?cursor=Mg%3D%3D&limit=2",
        theirs="/v1/express?limit=2",
    ),
    Difference(
        name="A cursor that repeats itself",
        reason="""We stop: the same request would get the same page for ever. The SDK
        asks again and again.""",
        situation=shown.pages(_page(_ITEM), most=3),
        ours="/v1/express?limit=2 /v1/express?cursor=Mg%3D%3D&limit=2",
        theirs="/v1/express?limit=2 /v1/express?limit=2&cursor=Mg%3D%3D"
        " /v1/express?limit=2&cursor=Mg%3D%3D",
    ),
    Difference(
        name="Arguments that break what is documented",
        reason="""We refuse them before anything is sent, and list every mistake. The
        SDK sends them, and the server decides.""",
        situation=shown.request("viewer.studies.list", limit=101),
        ours="ValidationError",
        theirs="/v1/viewer/studies?limit=101",
    ),
    Difference(
        name="Answers that break what is documented",
        reason="""We refuse them. The SDK, unless it is strict, returns an object that
        lacks fields, or has some of another type than declared.""",
        situation=shown.answer(
            "express.retrieve", {"express_customer_id": _CUSTOMER}, {}
        ),
        ours="ValidationError",
        theirs="ExpressRetrieveResponse",
    ),
    Difference(
        name="An event of a type that is not known yet",
        reason="""We return an `UnknownEvent`. The SDK returns an object of the class
        that comes first in its list, whatever the type says.""",
        situation=shown.delivery(lambda: _delivered("study.archived")),
        ours="UnknownEvent",
        theirs="EphemeralAccessRequestedEvent",
    ),
    Difference(
        name="A signature that can't be read",
        reason="""We raise `WebhookVerificationError` for whatever is wrong with a
        delivery, so that one `except` catches all of it. The SDK lets out what its
        library stumbles over.""",
        situation=shown.delivery(
            lambda: _delivered("report.delivered").but(webhook_signature="v1")
        ),
        ours="WebhookVerificationError",
        theirs="ValueError",
    ),
)
