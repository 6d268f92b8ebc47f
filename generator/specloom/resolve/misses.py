"""Names that mean nothing: collected wherever they are used, told once for each slip.

In: uses of names, and what is declared that could have been meant. Out: diagnostics. A type
whose declaration is misspelled is asked for at many places, all of them right: they are told
as one mistake, at the declaration.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Related, Rule, Span, rules
from specloom.diagnostics.suggest import slips_from

_PARTS = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")

Known = Mapping[str, Span | None]
"""What is declared, by name, and where; None for what the language itself declares."""


class Kind(NamedTuple):
    """A kind of name: what is said of one that nothing declares, and that nothing uses."""

    unknown: Rule
    unused: Rule
    form: str = "{}"  # how hints show it
    otherwise: str | None = None  # the hint if nothing is near
    several: str | None = None  # what else may be meant if several uses agree


TYPE = Kind(
    rules.UNKNOWN_TYPE,
    rules.UNUSED_TYPE,
    otherwise="declare it under `types` or `records`, here or in a types.yaml above",
)
RECORD = Kind(
    rules.UNKNOWN_RECORD,
    rules.UNUSED_TYPE,
    otherwise="declare it under `records`, here or in a types.yaml above",
)
WORD = Kind(
    rules.UNKNOWN_WORD,
    rules.UNUSED_WORD,
    "<{}>",
    otherwise="add it to `vocabulary` in api.yaml",
)
PARAMETER = Kind(rules.NO_PARAMETER, rules.UNUSED_PARAMETER)
FIELD = Kind(rules.BAD_EXAMPLE, rules.BAD_EXAMPLE)
CURSOR = Kind(rules.BAD_PAGING, rules.BAD_PAGING)
VARIANT = Kind(
    rules.UNKNOWN_VARIANT,
    rules.UNUSED_NAME,
    several="if not, declare it under `variants` in api.yaml",
)
RELEASE = Kind(
    rules.UNKNOWN_RELEASE,
    rules.UNUSED_NAME,
    several="if not, add it to `releases` in api.yaml",
)
RENAME = Kind(rules.BAD_RENAME, rules.BAD_RENAME)
PRODUCT = Kind(rules.UNKNOWN_PRODUCT, rules.EMPTY_PRODUCT)
FOLDER = Kind(rules.MISPLACED_FILE, rules.EMPTY_PRODUCT)


class _Miss(NamedTuple):
    """A use of a name that nothing declares."""

    kind: Kind
    name: str
    span: Span
    known: Known
    hint: str | None
    otherwise: str | None
    words: Mapping[str, object]


class _Refused(NamedTuple):
    """A name that can't be one."""

    name: str
    what: str
    hint: str
    related: tuple[Related, ...]


class Misses:
    """The uses of names that nothing declares, in all views of a spec.

    `used` holds the places of declarations that something refers to rightly. `texts` are
    those of the spec's files: of two spellings, the one that they have more often is right.
    If not `whole`, some file could not be read, and may declare anything.
    """

    def __init__(
        self, diagnostics: Diagnostics, texts: Mapping[str, str], *, whole: bool = True
    ) -> None:
        self.used: set[Span] = set()
        self._whole = whole
        self._diagnostics = diagnostics
        self._texts = texts
        self._found: dict[tuple[str, Span], _Miss] = {}
        self._refused: dict[Span, _Refused] = {}
        self._absent: dict[Span, dict[Span, tuple[str, str]]] = (
            {}
        )  # uses by declaration
        self._lacking: dict[tuple[Rule, str, str, str], set[Span]] = {}
        self._seen: Counter[str] | None = None

    def __bool__(self) -> bool:
        return bool(self._found or self._refused or self._absent or self._lacking)

    def add(
        self,
        kind: Kind,
        name: str,
        span: Span,
        known: Known,
        /,
        *,
        hint: str | None = None,
        otherwise: str | None = None,
        **words: object,
    ) -> None:
        """Takes up a use of `name`, where `known` could be meant.

        `hint` says what is meant, whatever is near; `otherwise` is said if nothing is.
        `words` fill the places of the message.
        """
        miss = _Miss(kind, name, span, known, hint, otherwise, words)
        self._found.setdefault((kind.unknown.code, span), miss)

    def has(self, kind: Kind, span: Span) -> bool:
        """Whether a use was taken up already, by another view."""
        return (kind.unknown.code, span) in self._found

    def refuse(
        self, name: str, place: Span, what: str, hint: str, *related: Related
    ) -> None:
        """Takes up a declaration whose name can't be one; its uses may tell the right one."""
        self._refused.setdefault(place, _Refused(name, what, hint, related))

    def absent(self, name: str, span: Span, declared: Span, view: str) -> None:
        """Takes up a use of a name whose marks keep its declaration out of a view."""
        self._absent.setdefault(declared, {}).setdefault(span, (name, view))

    def lacks(self, rule: Rule, span: Span, hint: str, what: str, where: str) -> None:
        """Takes up a place that needs what api.yaml does not say: all are told as one."""
        self._lacking.setdefault((rule, hint, what, where), set()).add(span)

    def report(self) -> None:
        """Tells what was taken up, each slip once, and forgets it."""
        groups: dict[tuple[str, Span | None], list[_Miss]] = {}
        nears: dict[tuple[str, Span | None], str | None] = {}
        for miss in sorted(self._found.values(), key=lambda miss: miss.span):
            near = None if miss.hint else self._nearest(miss)
            place = miss.known[near] if near is not None else None
            key = (miss.name, place)
            groups.setdefault(key, []).append(miss)
            nears[key] = near
        asked = Counter(place for _, place in groups)
        for key, found in groups.items():
            near, place = nears[key], key[1]
            # Other spellings of it show that it is the uses that are misspelled.
            alone = place is not None and place not in self.used and asked[place] == 1
            if place is not None and alone and self._is_told(place):
                continue
            of_language = found[0].hint or (near is not None and place is None)
            if (
                not self._whole
                and found[0].kind in (TYPE, RECORD, FIELD)
                and not of_language
            ):
                continue  # the file that could not be read may declare just this one
            if near is None and not found[0].hint:
                self._tell(found, found[0].otherwise, None)
            elif place is not None and near is not None and alone and self._whole:
                self._tell_alone(found, near, place)
            else:
                hint = f"did you mean `{_shown(found[0], near)}`?" if near else None
                several = found[0].kind.several
                if hint is not None and several is not None and len(found) > 1:
                    self._tell(found, f"{hint} {several}", None)
                    continue
                for miss in found:
                    self._tell([miss], hint or miss.hint, None)
        for place, (name, what, hint, related) in self._refused.items():
            self._diagnostics.report(
                rules.BAD_NAME, place, hint=hint, related=related, name=name, what=what
            )
        self._report_absent()
        for (rule, hint, what, where), spans in self._lacking.items():
            at, *others = sorted(spans)
            self._diagnostics.report(
                rule,
                at,
                hint=hint,
                related=_further(others, "and here"),
                what=what,
                where=where,
            )
        self._lacking.clear()
        self._found.clear()
        self._refused.clear()
        self._absent.clear()

    def _report_absent(self) -> None:
        for declared, uses in self._absent.items():
            first, *others = sorted(uses)
            name, view = uses[first]
            self._diagnostics.report(
                rules.ABSENT_HERE,
                first,
                hint="give both the same marks",
                related=[
                    Related(declared, "declared here"),
                    *_further(others, "and here"),
                ],
                name=name,
                view=view,
            )

    def _is_told(self, place: Span) -> bool:
        """Whether a word inside of a declared name is misspelled."""
        return any(
            span[:2] == place[:2] and place.column <= span.column < place.end
            for _, span in self._found
        )

    def _nearest(self, miss: _Miss) -> str | None:
        """What is meant: of equally near ones, one that nothing else refers to.

        Of several such, the one that looks least like the spec's other names.
        """
        best: tuple[object, ...] | None = None
        for name, place in miss.known.items():
            slips = slips_from(miss.name, name)
            if slips is not None:
                alone = place is not None and place not in self.used
                odd = -self._oddness(name, 1) if alone else 0
                rank = (slips[0], not alone, odd, slips, name)
                best = rank if best is None or rank < best else best
        return str(best[-1]) if best is not None else None

    def _tell(
        self, found: list[_Miss], hint: str | None, second: Related | None
    ) -> None:
        """The uses are misspelled, or nothing like it is declared."""
        first, *others = found
        if hint is None and not self._whole:
            return  # the file that could not be read may declare it
        self._diagnostics.report(
            first.kind.unknown,
            first.span,
            hint=hint or first.kind.otherwise,
            related=[
                *([second] if second else []),
                *_further([each.span for each in others], "and here"),
            ],
            **first.words,
        )

    def _tell_alone(self, found: list[_Miss], near: str, place: Span) -> None:
        """Nothing else refers to the nearest one: it is misspelled itself, or all its uses."""
        first = found[0]
        refused = self._refused.pop(place, None)
        if refused or self._is_misspelled(near, first.name, len(found)):
            meant = first.kind.form.format(first.name)
            words = {
                "name": near,
                "word": near,
                "what": refused.what if refused else "",
            }
            if first.kind is FIELD:
                words["message"] = f"`{near}` is called `{meant}` in an example"
            self._diagnostics.report(
                rules.BAD_NAME if refused else first.kind.unused,
                place,
                hint=f"did you mean `{meant}`?",
                related=_further(
                    [each.span for each in found], f"`{meant}` is used here"
                ),
                **{**first.words, **words},
            )
            return
        label = "declared here"
        if first.kind not in (
            FIELD,
            RENAME,
            CURSOR,
        ):  # few fields are named by any example
            label += ", and nothing else uses it"
        hint = f"did you mean `{_shown(first, near)}`?"
        self._tell(found, hint, Related(place, label))

    def _is_misspelled(self, declared: str, used: str, uses: int) -> bool:
        """Whether the other spelling looks more like the names and the prose of the spec."""
        slips = slips_from(declared, used)
        if slips is None or slips[0] > 1:
            return False  # not a slip of the hand
        if uses > 2 or not any(map(str.isalpha, used)):
            return uses > 1
        odd = self._oddness(declared, 1) > 0, self._oddness(used, uses) > 0
        return odd[0] > odd[1] or (odd[0] == odd[1] and uses > 1)

    def _oddness(self, name: str, own: int) -> int:
        """How many words of a name stand nowhere in the spec but in its `own` places."""
        if self._seen is None:
            self._seen = Counter()
            for text in self._texts.values():
                self._seen.update(word.lower() for word in _PARTS.findall(text))
        return sum(self._seen[word.lower()] <= own for word in _PARTS.findall(name))


def _shown(miss: _Miss, near: str) -> str:
    """The name that is meant, as it is written in the place of the wrong one."""
    if miss.kind is WORD and miss.words["capital"]:
        near = near[0].upper() + near[1:]
    return miss.kind.form.format(near)


def _further(spans: Sequence[Span], label: str) -> list[Related]:
    """The first of some places, saying how many there are."""
    count = len(spans) - 1
    if count > 0:
        label += f", and at {count} more place{'s' * (count > 1)}"
    return [Related(span, label) for span in spans[:1]]
