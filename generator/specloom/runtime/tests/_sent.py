"""What a request for given arguments has to be, by the spec alone.

Written apart from the package's own code, in the fewest words: the escapes of RFC 3986,
the pairs of a query, the headers. `expected` says it, `sent` looks at a request.
"""

import json
from collections.abc import Iterator, Mapping
from string import ascii_letters, digits
from typing import Any, NamedTuple

from .._runtime import Request
from ._tables import Operation, Row

_UNRESERVED = frozenset(f"{ascii_letters}{digits}-._~")


def escaped(text: str) -> str:
    """Every byte but letters, digits and `-._~` as `%` and two digits."""
    return "".join(
        letter if letter in _UNRESERVED else f"%{letter.encode().hex('%').upper()}"
        for letter in text
    )


def _text(value: Any) -> str:
    """A number, a text, true or false."""
    return json.dumps(value) if isinstance(value, bool) else str(value)


def query(operation: Operation, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The pairs behind the question mark, as they are before they are escaped."""
    pairs = []
    for row in _at(operation, "query", values):
        value = values[row.name]
        if value is None:
            pairs.append((row.wire, str(operation.api.null)))
        elif not isinstance(value, list):
            pairs.append((row.wire, _text(value)))
        elif operation.api.lists == "comma":
            pairs.append((row.wire, ",".join(map(_text, value))))
        else:
            pairs += [(row.wire, _text(item)) for item in value]
    return pairs


def _at(operation: Operation, place: str, values: Mapping[str, Any]) -> Iterator[Row]:
    return (row for row in operation.rows if row.place == place and row.name in values)


class Head(NamedTuple):
    """A request beside its body."""

    method: str
    url: str
    query: list[tuple[str, str]]
    headers: dict[str, str]


def head_of(operation: Operation, values: Mapping[str, Any]) -> Head:
    """What is sent beside the body for these arguments, by their Python names."""
    path = operation.path
    for row in _at(operation, "path", values):
        path = path.replace(f"{{{row.wire}}}", escaped(_text(values[row.name])))
    headers = {
        row.wire: ",".join(map(_text, value if isinstance(value, list) else [value]))
        for row in _at(operation, "header", values)
        for value in [values[row.name]]
    }
    if any(row.place == "body" for row in operation.rows):
        headers["Content-Type"] = "application/json"
    pairs = query(operation, values)
    tail = "&".join(f"{escaped(name)}={escaped(text)}" for name, text in pairs)
    url = f"{operation.api.base_url.rstrip('/')}{path}{'?' if tail else ''}{tail}"
    return Head(operation.method, url, pairs, headers)


def expected(operation: Operation, values: Mapping[str, Any]) -> dict[str, Any]:
    """The whole request for these arguments, as JSON by their Python names."""
    method, url, _, headers = head_of(operation, values)
    body = {row.wire: values[row.name] for row in _at(operation, "body", values)}
    return {
        "method": method,
        "url": url,
        "headers": headers,
        "body": body if "Content-Type" in headers else None,
    }


def sent(request: Request[Any]) -> dict[str, Any]:
    """A request in the same words."""
    content = request.content
    return {
        "method": request.method,
        "url": request.url(),
        "headers": dict(request.headers),
        "body": None if content is None else json.loads(content),
    }


_PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))


def refusals(operation: Operation, row: Row, value: Any) -> list[tuple[str, str]]:
    """The places and rules that a value of the right kind breaks where it is sent."""
    if row.place == "body" or value is None:
        return []
    if not isinstance(value, list):
        text = _text(value)
        if row.place == "path" and text in ("", ".", ".."):
            return [("", "path")]
        if row.place == "header" and not _is_printable(text):
            return [("", "header")]
        null = row.place == "query" and row.nullable and text == operation.api.null
        return [("", "null_text")] if null else []
    texts = [(f"[{at}]", _text(item)) for at, item in enumerate(value)]
    if row.place == "query" and operation.api.lists != "comma":
        null = row.nullable and [text for _, text in texts] == [operation.api.null]
        return [("", "null_text")] if null else []
    found = [(at, "comma") for at, text in texts if not text or "," in text]
    if row.place == "header":
        found += [(at, "header") for at, text in texts if not _is_printable(text)]
    elif row.nullable and [text for _, text in texts] == [operation.api.null]:
        found.append(("", "null_text"))
    return found


def _is_printable(text: str) -> bool:
    return _PRINTABLE.issuperset(text) and text == text.strip(" ")
