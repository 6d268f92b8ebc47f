"""A request in the form that is compared, whoever made it."""

import json
from typing import Any, NamedTuple, TypeAlias

Arguments: TypeAlias = dict[str, Any]


class Sent(NamedTuple):
    """Headers are left out: the SDK adds its own, and the caller's key."""

    method: str
    url: str
    """As it goes over the wire, percent-encoded."""
    body: str | None
    """JSON with sorted keys; `1`, `1.0` and `true` stay three things."""

    @property
    def target(self) -> str:
        """Path and query."""
        return "/" + self.url.split("/", 3)[3]


def sent(method: str, url: str, content: bytes | None) -> Sent:
    """A request of these parts; empty content is none."""
    if not content:
        return Sent(method, url, None)
    return Sent(method, url, json.dumps(json.loads(content), sort_keys=True))
