"""Finds sections of a file whose header is missing: endpoints below `params`, and the like.

In: the entries of a file by key. Out: the same, each section with what belongs to it; that a
header is missing is reported where it should stand.
"""

from specloom.diagnostics import rules
from specloom.source import Entry, Mapping, Scalar
from specloom.spec.contents import CALLED, is_call
from specloom.spec.indentation import entries_of
from specloom.spec.language import VALUE
from specloom.spec.reading import Reading

_SECTIONS = ("params", "endpoints", "types", "records")


def with_lost_headers(reading: Reading, found: dict[str, Entry]) -> dict[str, Entry]:
    """The entries of a file by key, those of a lost section under its own."""
    whole = dict(found)
    waiting = [name for name in _SECTIONS if name in found]
    while waiting:
        name = waiting.pop()
        entry = whole[name]
        entries = entries_of(entry.value)
        for at, inner in enumerate(entries):
            lost = _section_of(inner, name)
            if at == 0 or lost is None or lost in whole:
                continue
            hint = f"it looks like {CALLED[lost]}: is `{lost}:` missing above it?"
            key, span = inner.key.text, inner.key.span
            where = f"`{name}`"
            reading.report(rules.UNKNOWN_KEY, span, hint, key=key, where=where)
            kept = Mapping(entry.value.span, entries[:at], flow=False)
            whole[name] = entry._replace(value=kept)
            header = Scalar(span, lost, plain=True)
            whole[lost] = Entry(header, Mapping(span, entries[at:], flow=False))
            waiting.append(lost)
            break
    return whole


def _section_of(entry: Entry, where: str) -> str | None:
    """Where an entry clearly belongs that stands in another section."""
    inside = entries_of(entry.value)
    if where != "endpoints" and any(map(is_call, inside)):
        return "endpoints"
    if where == "records" or not entry.key.text.lstrip("<")[:1].isupper():
        return None
    keys = {inner.key.text for inner in inside}
    if where == "endpoints" and keys <= VALUE.keys.keys():
        return "types"
    is_group = where == "endpoints" or any(key.startswith("$") for key in keys)
    return "records" if is_group else None
