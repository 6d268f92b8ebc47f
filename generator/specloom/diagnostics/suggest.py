"""The nearest known name to a misspelled one."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name with the fewest slips from `name`, or None if none is near.

    A slip is a letter left out, added, changed, or two neighbours swapped (optimal string
    alignment). Near means: at most a third of the longer name's letters, and at most three.
    Ties go to the name that sorts first.
    """
    best: str | None = None
    fewest = 4
    lower = name.lower()
    letters = set(lower)
    for candidate in sorted(set(known)):
        most = max(1, max(len(name), len(candidate)) // 3)
        limit = min(fewest - 1, most)
        other = candidate.lower()
        # Nearly all names are told apart here; a slip touches two letters at most.
        if len(letters.symmetric_difference(other)) > 2 * limit:
            continue
        slips = _distance(lower, other, limit)
        if slips <= limit:
            best, fewest = candidate, slips
    return best


def _distance(left: str, right: str, limit: int) -> int:
    """Slips between two names; a number above `limit` once it is passed."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    far = limit + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i] + [far] * len(right)
        for j in range(max(1, i - limit), min(len(right), i + limit) + 1):
            b = right[j - 1]
            slips = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                slips = min(slips, before[j - 2] + 1)
            row[j] = slips
        before, last = last, row
    return last[-1]
