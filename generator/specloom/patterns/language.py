"""Whether two patterns accept the same texts, decided and not guessed.

Comes in: the texts of two patterns, and how long the texts in question may be. Goes
out: yes or no, or the shortest text on which they differ.

Both patterns become states of one network, where what goes on alike is one state, and
a walk looks at all pairs of sets of states that one text leads to. It ends where the
two sets are equal: from there on nothing can differ.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import TypeAlias

from specloom.patterns.samples import READABLE, bits, matches
from specloom.patterns.syntax import Problem, is_escaped, parse_pattern
from specloom.patterns.tree import (
    ALL,
    Chars,
    Choice,
    Pattern,
    Repeat,
    Sequence,
)

_EFFORT = 100_000
"""So many steps of the walk; then the answer is not known."""

Lengths: TypeAlias = tuple[int, int | None]
"""The least and the most characters; None is without end."""

_ANYTHING = Repeat(ALL, 0, None)
_END = 0


def same_language(left: str, right: str, lengths: Lengths) -> bool | None:
    """Whether two patterns accept the same texts of these lengths; None if unknown.

    Either may lack its anchors, and so look for a part of the text only.
    """
    try:
        return _difference((left, right), lengths, _EFFORT) is None
    except _TooMuch:
        return None


def witness(
    left: str,
    right: str,
    lengths: Lengths,
    *,
    within: str | None = None,
    effort: int = _EFFORT,
) -> str | None:
    """A shortest text that one pattern accepts and the other does not.

    One that `within` accepts as well, if it is given. None if there is none, or if
    finding it takes more than `effort` steps.
    """
    patterns = (left, right) if within is None else (left, right, within)
    try:
        return _difference(patterns, lengths, effort)
    except _TooMuch:
        return None


def accepts(pattern: str, text: str) -> bool:
    """Whether a pattern accepts a text; it may lack its anchors."""
    return matches(_tree(pattern), text)


class _TooMuch(Exception):
    """Ends a walk that takes too long."""


@cache
def _tree(text: str) -> Pattern:
    """The tree of a pattern; where an anchor lacks, anything may stand."""
    opened = text.startswith("^")
    closed = text.endswith("$") and not is_escaped(text, len(text) - 1)
    tree = parse_pattern(f"{'' if opened else '^'}{text}{'' if closed else '$'}")
    if isinstance(tree, Problem):
        raise ValueError(f"not a portable pattern: {text}")
    before = () if opened else (_ANYTHING,)
    after = () if closed else (_ANYTHING,)
    return Sequence((*before, tree, *after))


class _Network:
    """The states of several patterns: what each reads, and which come then.

    A set of states is the bits of an integer. States that read nothing are passed
    through: sets hold states that read, and the end.
    """

    __slots__ = ("_known", "_reached", "_then", "reads")

    def __init__(self) -> None:
        self.reads: list[Chars | None] = [None]
        self._then: list[tuple[int, ...]] = [()]
        self._known: dict[object, int] = {}
        self._reached: dict[int, int] = {_END: 1 << _END}

    def before(self, then: int, pattern: Pattern) -> int:
        """The state from which a text of the pattern leads to the state `then`."""
        match pattern:
            case Chars():
                return self._state(pattern, (then,))
            case Sequence(parts):
                for part in reversed(parts):
                    then = self.before(then, part)
                return then
            case Choice(options):
                ways = tuple(self.before(then, option) for option in options)
                return self._state(None, ways)
            case Repeat(part, least, most):
                start = then
                if most is None:
                    start = self._loop(part, then)
                for _ in range(least, most or least):
                    start = self._state(None, (self.before(start, part), then))
                for _ in range(least):
                    start = self.before(start, part)
                return start

    def reached(self, start: int) -> int:
        """The set of states that `start` is, or leads to without a character."""
        waiting = [start]
        while waiting:
            state = waiting[-1]
            inner = () if self.reads[state] else self._then[state]
            unknown = [each for each in inner if each not in self._reached]
            if not unknown:
                own = 0 if inner else 1 << state
                for each in inner:
                    own |= self._reached[each]
                self._reached[state] = own
                waiting.pop()
            waiting += unknown
        return self._reached[start]

    def after(self, state: int) -> int:
        """The set of states behind the character that a state reads."""
        return self.reached(self._then[state][0])

    def _state(self, reads: Chars | None, then: tuple[int, ...]) -> int:
        key = (reads, then)
        if key not in self._known:
            self._known[key] = self._new(reads, then)
        return self._known[key]

    def _loop(self, part: Pattern, then: int) -> int:
        key = (part, then, "loop")
        if key not in self._known:
            self._known[key] = loop = self._new(None, ())
            self._then[loop] = (self.before(loop, part), then)
        return self._known[key]

    def _new(self, reads: Chars | None, then: tuple[int, ...]) -> int:
        self.reads.append(reads)
        self._then.append(then)
        return len(self.reads) - 1


class _Walk:
    """Reads every text at once, in all patterns of a network."""

    __slots__ = ("_chars", "_left", "_network", "_readers", "_steps")

    def __init__(self, network: _Network, effort: int) -> None:
        self._network = network
        classes = {each for each in network.reads if each is not None}
        self._chars, self._readers = _letters(classes)
        self._steps: dict[int, tuple[int, ...]] = {}
        self._left = effort

    def difference(self, starts: tuple[int, ...], lengths: Lengths) -> str | None:
        """The first text after which the first two sets disagree about the end."""
        least, most = lengths
        layer = {starts: ""}
        seen: set[tuple[int, ...]] = set()
        length = 0
        while layer and (most is None or length <= most):
            if length >= least:
                for sets, text in layer.items():
                    if _disagree(sets):
                        return text
                seen.update(layer)
            following: dict[tuple[int, ...], str] = {}
            for sets, text in layer.items():
                for letter, after in self._following(sets):
                    if after not in seen and _may_disagree(after):
                        following.setdefault(after, text + letter)
            layer = following
            length += 1
        return None

    def _following(
        self, sets: tuple[int, ...]
    ) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The sets behind each letter."""
        self._take(len(self._chars))
        columns = zip(*map(self._step, sets), strict=True)
        return zip(self._chars, columns, strict=True)

    def _step(self, states: int) -> tuple[int, ...]:
        """The set that one set becomes, letter by letter."""
        if states not in self._steps:
            after = [0] * len(self._chars)
            for state in bits(states & ~(1 << _END)):
                letters = self._readers[self._network.reads[state]]
                self._take(len(letters))
                for letter in letters:
                    after[letter] |= self._network.after(state)
            self._steps[states] = tuple(after)
        return self._steps[states]

    def _take(self, effort: int) -> None:
        self._left -= effort
        if self._left < 0:
            raise _TooMuch


def _disagree(sets: tuple[int, ...]) -> bool:
    left, right, *within = (each >> _END & 1 for each in sets)
    return left != right and all(within)


def _may_disagree(sets: tuple[int, ...]) -> bool:
    left, right, *within = sets
    return left != right and all(within)


def _letters(classes: set[Chars]) -> tuple[str, dict[Chars | None, list[int]]]:
    """The characters that matter: one of all that the same classes hold.

    The most readable first; and for each class the numbers of those that it holds.
    """
    edges = sorted({edge for chars in classes for edge in _edges(chars)})
    numbered = list(classes)
    holders = [0] * len(edges)  # of what begins at each edge; classes as bits
    for number, chars in enumerate(numbered):
        for low, high in chars.ranges:
            for at in range(bisect_left(edges, low), bisect_left(edges, high + 1)):
                holders[at] |= 1 << number
    letters: dict[int, str] = {}
    for code in chain(*READABLE, edges):
        at = bisect_right(edges, code) - 1
        if at >= 0 and holders[at]:
            letters.setdefault(holders[at], chr(code))
    readers: dict[Chars | None, list[int]] = {}
    for number, chars in enumerate(numbered):
        readers[chars] = [at for at, held in enumerate(letters) if held >> number & 1]
    return "".join(letters.values()), readers


def _edges(chars: Chars) -> Iterator[int]:
    for low, high in chars.ranges:
        yield low
        yield high + 1


def _difference(patterns: tuple[str, ...], lengths: Lengths, effort: int) -> str | None:
    network = _Network()
    starts = [network.before(_END, _tree(each)) for each in patterns]
    return _Walk(network, effort).difference(
        tuple(map(network.reached, starts)), lengths
    )
