"""The nearest known name to a misspelled one."""

from collections.abc import Iterable

_KEYBOARD = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_STRANGERS = 3  # more of them are no slip
_KEYS = {
    key: (row, 2 * column + row)  # each row stands half a key to the right
    for row, keys in enumerate(_KEYBOARD)
    for column, key in enumerate(keys)
}


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most likely meant by `name`, or None if none is near.

    A slip is a letter left out, added, changed, or two neighbours swapped (optimal string
    alignment); that of case is none. Near means: at most a third of the longer name's
    letters, and at most three. Of equally near ones the one that a hand slips from most
    easily is taken; ties go to the name that sorts first.
    """
    found = {each: slips for each in known if (slips := slips_from(name, each))}
    return min(found, key=lambda each: (found[each], each)) if found else None


def strange_letters(words: Iterable[object]) -> str:
    """What to add to a hint about names with letters beyond ASCII: their numbers in Unicode.

    Another alphabet's letters look like those that are meant, and some can't be seen.
    """
    texts = [word for word in words if isinstance(word, str) and not word.isascii()]
    odd = {char: None for text in texts for char in text if not char.isascii()}
    if not 0 < len(odd) <= _STRANGERS:
        return ""
    told = ", ".join([f"U+{ord(char):04X}" for char in odd])
    return f" (what stands there has {told} in it)"


def slips_from(name: str, known: str) -> tuple[int, ...] | None:
    """How far `known` is from `name`, to be compared; None if it is not near.

    First the number of slips without those of case, then with them, then how odd they are.
    """
    limit = min(3, max(1, max(len(name), len(known)) // 3))
    small, other = name.lower(), known.lower()
    if len(set(small) - set(other)) > limit:  # each of these letters is a slip
        return None
    slips = _distance(small, other, limit)
    if slips > limit:
        return None
    exact = _distance(name, known, limit + len(name))
    return slips, exact, _oddity(small, other), int(small[:1] != other[:1])


def _oddity(name: str, known: str) -> int:
    """How seldom one slip makes `name` out of `known`; of more than one, any number.

    Often two letters change places or one is doubled; one is left out, or a finger hits the
    next key; seldom it is any other. Names that differ in a digit are meant to.
    """
    if sorted(name) == sorted(known):
        return 0
    at = _common(name, known)
    if len(name) == len(known):
        near = _are_neighbours(name[at], known[at])
        return (2 if near else 3) + 2 * (name[at].isdigit() and known[at].isdigit())
    longer = max(name, known, key=len)
    extra, around = longer[at], longer[max(0, at - 1) : at] + longer[at + 1 : at + 2]
    if extra in around:
        return 1
    near = any(_are_neighbours(extra, other) for other in around)
    return 2 if near or len(name) < len(known) else 3


def _common(left: str, right: str) -> int:
    """How many letters both begin with."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(left), len(right)))


def _are_neighbours(left: str, right: str) -> bool:
    """Whether a finger may hit one key for the other."""
    if left not in _KEYS or right not in _KEYS:
        return False
    (row, column), (other_row, other_column) = _KEYS[left], _KEYS[right]
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 2


def _distance(left: str, right: str, limit: int) -> int:
    """Slips between two names; some number above `limit` once it is passed."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    start = _common(left, right)
    left, right = left[start:], right[start:]
    end = _common(left[::-1], right[::-1])
    left, right = left[: len(left) - end], right[: len(right) - end]
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            slips = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                slips = min(slips, before[j - 2] + 1)
            row.append(slips)
        if min(row) > limit and min(last) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]
