"""Which parts are the same thing under an older name.

In: parts that stand beside each other. Out: pairs, from the new name to the old one.
"""

from collections.abc import Iterable

from specloom.lookup.parts import Part


def renamed(parts: Iterable[Part]) -> dict[Part, Part]:
    """What has a `was`, and the part that had that name where this one is not there."""
    known = list(parts)
    found = {}
    for part in known:
        for shown in part.seen.values():
            was = getattr(shown, "was", None)
            for other in known if was is not None else ():
                apart = not other.seen.keys() & part.seen.keys()
                like = other.kind == part.kind and other.place == part.place
                if was in other.names and other is not part and apart and like:
                    found[part] = other
    return found
