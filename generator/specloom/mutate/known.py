"""Faults of the copied modules that nobody can tell from the right code, and why.

Each is a place, an edit in the words of `edits`, and the reason. A fault that stands here and
is noticed by a test all the same counts as noticed.
"""

_KNOWN: dict[tuple[str, str], str] = {}


def known_reason(place: str, change: str) -> str | None:
    """Why an edit changes nothing that anybody could see; None if it does."""
    return _KNOWN.get((place, change))
