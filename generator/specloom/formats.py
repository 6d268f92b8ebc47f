"""Formats: text with a well-known shape.

Comes in: a name from a spec. Goes out: its pattern, how it is called, an example, and
the name that JSON Schema has for it. Imports nobody.
"""

from typing import NamedTuple


class Format(NamedTuple):
    """A shape of text. `pattern` is anchored and portable (see `patterns`)."""

    name: str
    pattern: str
    title: str  # with its article: "an e-mail address"
    example: str
    json_schema: str | None  # the JSON Schema `format` that says the same


_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_ESCAPED = "%[0-9A-Fa-f]{2}"
_PCHAR = f"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|{_ESCAPED})"
_REG_NAME = f"(?:[A-Za-z0-9._~!$&'()*+,;=-]|{_ESCAPED})+"
_HOST = rf"(?:\[[0-9A-Fa-f:.]{{2,45}}\]|{_REG_NAME})"
_TAIL = f"(?:/{_PCHAR}*)*"
_QUERY = f"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|{_ESCAPED})*"
_BASE64 = "[A-Za-z0-9+/]"
_YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"  # from 0001
_DATE = f"{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_HOUR_MINUTE = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"

FORMATS: dict[str, Format] = {
    "email": Format(
        # WHATWG HTML, "valid e-mail address" (input type=email).
        "email",
        rf"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*$",
        "an e-mail address",
        "ada@example.com",
        "email",
    ),
    "url": Format(
        # RFC 3986 with http or https, a host, and no user information.
        "url",
        rf"^https?://{_HOST}(?::[0-9]{{1,5}})?{_TAIL}(?:\?{_QUERY})?(?:#{_QUERY})?$",
        "an http or https URL",
        "https://example.com/path",
        "uri",
    ),
    "base64": Format(
        # RFC 4648 section 4, padded, whole quanta of four characters.
        "base64",
        f"^(?:{_BASE64}{{4}})*(?:{_BASE64}{{2}}==|{_BASE64}{{3}}=)?$",
        "base64 text",
        "aGVsbG8=",
        None,
    ),
}
"""Values of the key `format` in a spec."""

KIND_FORMATS: dict[str, Format] = {
    "uuid": Format(
        # RFC 9562 section 4; either case.
        "uuid",
        "^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        "a UUID",
        "7f9c24e8-3b12-4fef-91e0-5b3a1c9d2e47",
        "uuid",
    ),
    "date": Format(
        # RFC 3339 full-date from year 0001; the calendar is checked apart.
        "date",
        f"^{_DATE}$",
        "a date",
        "2026-03-15",
        "date",
    ),
    "time": Format(
        # HH:MM; JSON Schema's `time` is another thing (seconds and an offset).
        "time",
        f"^{_HOUR_MINUTE}$",
        "a time of day",
        "14:30",
        None,
    ),
    "timestamp": Format(
        # RFC 3339 date-time with `T`, without leap seconds; the calendar apart.
        "timestamp",
        rf"^{_DATE}T{_HOUR_MINUTE}:[0-5][0-9](?:\.[0-9]+)?(?:Z|[+-]{_HOUR_MINUTE})$",
        "a date and time with an offset",
        "2026-03-15T14:30:00Z",
        "date-time",
    ),
}
"""Shapes of the language's own types; `timestamp` is that of `datetime`."""


def id_pattern(prefix: str) -> str:
    """The pattern of an id: the prefix, an underscore, 32 lower-case hex digits."""
    return f"^{prefix}_[0-9a-f]{{32}}$"
