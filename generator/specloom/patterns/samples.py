"""What a pattern allows: its lengths, samples, and texts that just miss it.

Comes in: a tree. Goes out: numbers and strings, the same on every machine. Imports
`tree` only.

One idea carries all of it: a set of positions is the bits of one integer, and each part
of a pattern moves that set (`_after`). Moving {0} through a given text says whether it
matches, in time that no pattern makes explode; moving it through blank paper says which
lengths exist.
"""

from collections.abc import Iterator
from functools import lru_cache

from specloom.patterns.tree import (
    ALL,
    Chars,
    Choice,
    Pattern,
    Repeat,
    Sequence,
    holds,
    longest,
    shortest,
    size,
)

_LONGEST = 1000
"""Near misses of a pattern look at its longest text up to here."""

READABLE = (
    [*range(0x61, 0x7B), *range(0x30, 0x3A), *range(0x41, 0x5B)],
    range(0x21, 0x7F),
    range(0x20, 0x21),
)
"""Letters and digits at best, then the rest of printable ASCII, then the space."""


class _Paper:
    """What is written from position 0 to `size`; blank paper fits any character."""

    __slots__ = ("_fitting", "_text", "size")

    def __init__(self, size: int, text: str | None = None) -> None:
        self.size = size
        self._text = text
        self._fitting: dict[Chars, int] = {}

    def fitting(self, chars: Chars) -> int:
        """The positions whose character is one of `chars`."""
        if self._text is None:
            return (1 << self.size) - 1
        if chars not in self._fitting:
            fits = 0
            for position, char in enumerate(self._text):
                if holds(chars, ord(char)):
                    fits |= 1 << position
            self._fitting[chars] = fits
        return self._fitting[chars]


def matches(pattern: Pattern, text: str) -> bool:
    """Whether the whole text matches."""
    return bool(_after(pattern, 1, _written_down(text)) >> len(text))


@lru_cache(maxsize=512)
def _written_down(text: str) -> _Paper:
    """The paper with a text on it: many patterns are asked about the same texts."""
    return _Paper(len(text), text)


def lengths(pattern: Pattern, limit: int) -> frozenset[int]:
    """The lengths up to `limit` that texts of this pattern have."""
    return frozenset(bits(_after(pattern, 1, _Paper(limit))))


def sample(pattern: Pattern, length: int | None = None, pick: int = 0) -> str | None:
    """A text that matches: of this very length, or the shortest that is not empty.

    Another `pick` gives another text, until the choices of characters and options are
    used up. None where no text has that length.
    """
    if length is None:
        length = _short(pattern)
    writer = _Writer(pick)
    if not _after(pattern, 1, _Paper(length)) >> length:
        return None
    writer.write(pattern, length)
    return "".join(writer.chars)


def near_misses(pattern: Pattern, limit: int = 12) -> tuple[str, ...]:
    """At most `limit` texts that nearly match but don't, in a steady order."""
    found: dict[str, None] = {}
    for text in _neighbours(pattern):
        if len(found) == limit:
            break
        if text not in found and not matches(pattern, text):
            found[text] = None
    return tuple(found)


def _after(pattern: Pattern, starts: int, paper: _Paper) -> int:
    """The positions where the pattern can end when it begins at one of `starts`."""
    match pattern:
        case Chars():
            return (starts & paper.fitting(pattern)) << 1
        case Sequence(parts):
            for part in parts:
                if not starts:
                    break
                starts = _after(part, starts, paper)
            return starts
        case Choice(options):
            ends = 0
            for option in options:
                ends |= _after(option, starts, paper)
            return ends
        case Repeat(part, least, most):
            for _ in range(least):
                starts = _after(part, starts, paper)
            ends = starts
            rounds = paper.size if most is None else most - least
            for _ in range(rounds):
                more = ends | _after(part, ends, paper)
                if more == ends:
                    break
                ends = more
            return ends


class _Writer:
    """Writes one text of a known length; `pick` is used up choice by choice."""

    __slots__ = ("_pick", "_pools", "chars", "classes")

    def __init__(self, pick: int) -> None:
        self._pick = pick
        self._pools: dict[Chars, str] = {}
        self.chars: list[str] = []
        self.classes: list[Chars] = []

    def write(self, pattern: Pattern, length: int) -> None:
        """Appends a text of exactly this length, which has to exist."""
        match pattern:
            case Chars():
                self._character(pattern)
            case Sequence(parts):
                self._parts(list(parts), length)
            case Choice(options):
                blank = _Paper(length)
                able = [o for o in options if _after(o, 1, blank) >> length]
                self.write(able[self._choose(len(able))], length)
            case Repeat(part, least, most):
                self._parts(_copies(part, least, most, length), length)

    def _character(self, chars: Chars) -> None:
        if chars not in self._pools:
            self._pools[chars] = _pool(chars)
        pool = self._pools[chars]
        start = len(self.chars) + self._choose(len(pool))
        self.chars.append(pool[start % len(pool)])
        self.classes.append(chars)

    def _parts(self, parts: list[Pattern], length: int) -> None:
        for part, share in zip(parts, _shares(parts, length), strict=True):
            self.write(part, share)

    def _choose(self, count: int) -> int:
        self._pick, chosen = divmod(self._pick, count)
        return chosen


def _copies(part: Pattern, least: int, most: int | None, length: int) -> list[Pattern]:
    """The part as often as it takes to fill `length`: no more than needed."""
    blank = _Paper(length)
    ends = 1
    count = 0
    while count < least or not ends >> length:
        ends = _after(part, ends, blank)
        count += 1
        if most is not None and count > most:
            raise AssertionError("the caller asked for a length that exists")
    return [part] * count


def _shares(parts: list[Pattern], length: int) -> list[int]:
    """How much of `length` each part takes; the first ones take the most."""
    blank = _Paper(length)
    reached = [1]
    for part in parts:
        reached.append(_after(part, reached[-1], blank))
    own: dict[int, tuple[int, ...]] = {}
    shares: list[int] = []
    for part, before in zip(reversed(parts), reached[-2::-1], strict=True):
        if id(part) not in own:
            own[id(part)] = tuple(bits(_after(part, 1, blank)))
        share = next(
            share
            for share in own[id(part)]
            if share <= length and before >> (length - share) & 1
        )
        shares.append(share)
        length -= share
    return shares[::-1]


def _short(pattern: Pattern) -> int:
    """The shortest length, but not 0 if there is another."""
    least = shortest(pattern)
    if least:
        return least
    return min(lengths(pattern, size(pattern)) - {0}, default=0)


def _neighbours(pattern: Pattern) -> Iterator[str]:
    """Texts near the pattern, the most telling first; some of them match."""
    bases = [_written(pattern, _short(pattern))]
    most = longest(pattern)
    if most is not None and most <= _LONGEST:
        bases.append(_written(pattern, most))
    for text, _ in bases:
        yield text + "\n"
        yield text[:-1]
        yield text + (text[-1:] or "a")
    first, classes = bases[0]
    yield from _other_scripts(first)
    yield from _other_case(first)
    yield from _other_ends(first, classes)
    yield from (first[1:], first[:1] + first, " " + first, first + " ", "")
    yield from (first + "\0", first[1:2] + first[:1] + first[2:])
    yield from _outside(*bases[0])
    yield from _outside(*bases[-1])


def _written(pattern: Pattern, length: int) -> tuple[str, list[Chars]]:
    """A sample, and beside each of its characters the class that it is from."""
    writer = _Writer(0)
    writer.write(pattern, length)
    return "".join(writer.chars), writer.classes


def _other_scripts(text: str) -> Iterator[str]:
    """The last ASCII digit as an Arabic-Indic and a full-width one; else, a letter."""
    places = [at for at, char in enumerate(text) if char.isascii() and char.isalnum()]
    for at in [at for at in places if text[at].isdigit()][-1:]:
        yield text[:at] + chr(0x660 + int(text[at])) + text[at + 1 :]
        places = [at]
    for at in places[-1:]:
        yield text[:at] + chr(0xFEE0 + ord(text[at])) + text[at + 1 :]


def _other_case(text: str) -> Iterator[str]:
    """Upper and lower case swapped: everywhere, and in the last letter only."""
    yield text.swapcase()
    for position in reversed(range(len(text))):
        swapped = text[position].swapcase()
        if swapped != text[position]:
            yield text[:position] + swapped + text[position + 1 :]
            return


def _other_ends(text: str, classes: list[Chars]) -> Iterator[str]:
    """The first and the last character replaced by one just outside of its class."""
    for chars in classes[:1]:
        yield from (border + text[1:] for border in _borders(chars)[:2])
    for chars in classes[-1:]:
        yield from (text[:-1] + border for border in _borders(chars)[:2])


def _outside(text: str, classes: list[Chars]) -> Iterator[str]:
    """One character replaced by a neighbour of its class, the classes taking turns."""
    places = {chars: position for position, chars in reversed([*enumerate(classes)])}
    turns = [(places[chars], _borders(chars)) for chars in dict.fromkeys(classes)]
    for turn in range(max((len(borders) for _, borders in turns), default=0)):
        for position, borders in turns:
            if turn < len(borders):
                yield text[:position] + borders[turn] + text[position + 1 :]


def _borders(chars: Chars) -> str:
    """The characters just below and just above each range."""
    codes = [code for low, high in chars.ranges for code in (high + 1, low - 1)]
    return "".join(chr(code) for code in codes if holds(ALL, code))


def _pool(chars: Chars) -> str:
    """What to choose from: the readable ones, else the first few of each range."""
    for preferred in READABLE:
        readable = [code for code in preferred if holds(chars, code)]
        if readable:
            return _one_case("".join(map(chr, readable)))
    return "".join(
        chr(code)
        for first, last in chars.ranges
        for code in range(first, min(first + 8, last + 1))
    )


def _one_case(text: str) -> str:
    """Without the capitals of letters that are there as small ones."""
    return "".join(c for c in text if c == c.lower() or c.lower() not in text)


def bits(number: int) -> Iterator[int]:
    """The positions of the ones, lowest first."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low
