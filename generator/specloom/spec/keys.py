"""Reads `name[?] marks` and the types `TYPE [-- doc]`: the two small grammars inside YAML.

In: scalars of `source`. Out: parts of `spec.syntax`, or None after a reported mistake.
"""

import re
from itertools import pairwise

from specloom.diagnostics import Diagnostics, Span, nearest, rules
from specloom.source import Scalar
from specloom.spec import notation
from specloom.spec.language import MARKS
from specloom.spec.syntax import (
    Key,
    ListExpr,
    MapExpr,
    Mark,
    NameExpr,
    Size,
    Text,
    TypeExpr,
    UnionExpr,
)

_TOKEN = re.compile(
    # Letters of every alphabet, and those that can't be seen: no type is called so, but what
    # is meant can be told.
    r"(?P<size>\([^()]*\))|(?P<name>(?:[^\W\d]|<)[\w<>\u00ad\u200b-\u200d\u2060]*)"
    r"|(?P<sign>[\[\],|])"
)
_WORD = re.compile(r"[\w<>]*")
_GLUED = re.compile(r"@(?=[A-Za-z])|[+~](?=[0-9]{4})|(?<=\?)-(?=[0-9]{4})")
_DOC = re.compile(r" --(?:[ \n]|$)")
_MARKED = re.compile(r"(?<=\s)[@+~-](?!-)\S")
_MOST_NESTING = 16
_HOLDERS = ("list", "map")


def text_of(scalar: Scalar) -> Text:
    """The scalar as a name or prose."""
    return Text(scalar.text, scalar.span)


def part(scalar: Scalar, start: int, end: int) -> Span:
    """The place of `scalar.text[start:end]`; the scalar's own where lines or quotes blur it."""
    span = scalar.span
    if "\n" in scalar.text or span.end - span.column not in (
        len(scalar.text),
        len(scalar.text) + 2,
    ):
        return span
    column = span.column + start + (0 if scalar.plain else 1)
    return Span(span.file, span.line, column, column + max(1, end - start))


def read_key(scalar: Scalar, diagnostics: Diagnostics) -> Key | None:
    """`<owner>_id? @org +2026-08` as a key; what is no mark is reported and left out."""
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", scalar.text)]
    if not words:
        hint = "name it; `wire:` says how a field is sent"
        diagnostics.report(rules.EMPTY_KEY, scalar.span, hint=hint)
        return None
    words = _name_first(scalar, words, diagnostics)
    _part_glued(scalar, words, diagnostics)
    name, start, end = words[0]
    optional = name.endswith("?")
    if optional:
        name, end = name[:-1], end - 1
    elif name[0] == "?" and len(name) > 1:
        hint = f"put it behind the name: `{name[1:]}?`"
        span = part(scalar, start, start + 1)
        diagnostics.report(rules.BAD_MARK, span, mark="?", why="", hint=hint)
        optional, name, start = True, name[1:], start + 1
    if len(words) > 1 and words[1][0] == "?":
        span = part(scalar, words[1][1], words[1][2])
        diagnostics.report(
            rules.BAD_MARK,
            span,
            mark="?",
            why="",
            hint=f"write `{name}?` without a space",
        )
        optional = True
        del words[1]
    last, first, behind = words[-1]
    if len(words) > 1 and last[0] in MARKS and last[-1] == "?":
        diagnostics.report(
            rules.BAD_MARK,
            part(scalar, behind - 1, behind),
            mark="?",
            why="",
            hint=f"put it right behind the name: `{name}? {last[:-1]}`",
        )
        optional = True
        words[-1] = (last[:-1], first, behind - 1)
    marks = _marks(scalar, words[1:])
    return Key(Text(name, part(scalar, start, end)), optional, marks)


def _name_first(
    scalar: Scalar, words: list[tuple[str, int, int]], diagnostics: Diagnostics
) -> list[tuple[str, int, int]]:
    """The words, marks that stand before the name put behind it."""
    marks = [each for each in words if each[0][0] in MARKS and len(each[0]) > 1]
    names = [each for each in words if each not in marks]
    if len(names) != 1 or words[0] not in marks:
        return words
    ordered = names + marks
    hint = f"it stands behind the name: `{' '.join(word for word, _, _ in ordered)}`"
    word, start, end = words[0]
    why = " where a name is expected"
    span = part(scalar, start, end)
    diagnostics.report(rules.BAD_MARK, span, mark=word, why=why, hint=hint)
    return ordered


def _part_glued(
    scalar: Scalar, words: list[tuple[str, int, int]], diagnostics: Diagnostics
) -> None:
    """Parts marks from what they follow without a space; no name holds what begins them."""
    for at, (word, start, _) in reversed([*enumerate(words)]):
        found = [m.start() for m in _GLUED.finditer(word) if m.start()]
        if not found or (at and word[0] not in MARKS):
            continue  # nothing is glued, or it is no mark in any case
        cuts = [0, *found, len(word)]
        pieces = [word[a:b] for a, b in pairwise(cuts)]
        places = [(start + a, start + b) for a, b in pairwise(cuts)]
        diagnostics.report(
            rules.BAD_MARK,
            part(scalar, *places[1]),
            mark=pieces[1],
            why=" without a space before it",
            hint=f"put a space before it: `{' '.join(pieces)}`",
        )
        words[at : at + 1] = [
            (piece, *place) for piece, place in zip(pieces, places, strict=True)
        ]


def read_marked_text(scalar: Scalar) -> Key:
    """`Radiation Oncologist +2026-08`: a text that may hold spaces, and marks behind it.

    None stand behind a text in quotes.
    """
    marks = _MARKED.search(scalar.text) if scalar.plain else None
    if marks is None:
        return Key(text_of(scalar), False, ())
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", scalar.text)]
    end = len(scalar.text[: marks.start()].rstrip())
    text = Text(scalar.text[:end], part(scalar, 0, end))
    behind = [word for word in words if word[1] >= marks.start()]
    return Key(text, False, _marks(scalar, behind))


def read_marks(scalar: Scalar) -> tuple[Mark, ...]:
    """`+2026-08 @express`."""
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", scalar.text)]
    return _marks(scalar, words)


def _marks(scalar: Scalar, words: list[tuple[str, int, int]]) -> tuple[Mark, ...]:
    """The marks, and the first word that is none as one without a sign."""
    marks = []
    wrong = False
    waiting = [*reversed(words)]
    while waiting:
        word, start, end = waiting.pop()
        is_mark = word[0] in MARKS and len(word) > 1
        if word in MARKS and waiting:  # `+ 2026-08`
            name, _, end = waiting.pop()
            word = f"{word} {name}"
        if is_mark:
            marks.append(Mark(word[0], word[1:], part(scalar, start, end)))
        elif not wrong:
            wrong = True
            marks.append(Mark("", word, part(scalar, start, end)))
    return tuple(marks)


def split_doc(scalar: Scalar) -> tuple[Scalar, Text | None]:
    """`TYPE -- doc` in two; the type keeps the scalar's place. An empty doc is one, too."""
    text = scalar.text
    match = _DOC.search(text)
    if match is None:
        return scalar, None
    doc = " ".join(text[match.end() :].split())
    head = scalar._replace(text=text[: match.start()])
    if scalar.plain:
        head = head._replace(span=part(scalar, 0, match.start()))
    start = match.end() if doc else match.start() + 1
    return head, Text(doc, part(scalar, start, len(text)))


def read_doc(doc: Text | None, diagnostics: Diagnostics) -> Text | None:
    """What stands behind ` -- `, if anything does; else that is reported."""
    if doc is None or doc.text:
        return doc
    hint = "say there what it is, or take ` --` out"
    diagnostics.report(rules.EMPTY_DOC, doc.span, hint=hint)
    return None


class _TypeReader:
    """Recursive descent over the tokens of one type."""

    def __init__(
        self, scalar: Scalar, whole: Scalar, diagnostics: Diagnostics, *, hints: bool
    ) -> None:
        self.hints = hints  # False: nobody hears what is reported
        self.whole = whole
        self.text = scalar.text
        self.diagnostics = diagnostics
        self.at = 0
        self.depth = 0

    def span(self, start: int, end: int) -> Span:
        return part(self.whole, start, end)

    def fail(
        self, message: str, start: int | None = None, hint: str | None = None
    ) -> None:
        at = self.at if start is None else start
        word = _WORD.match(self.text, at)
        end = word.end() if word else at
        span = self.span(at, max(end, at + 1))
        hint = (meant_by(self.text) if self.hints else None) or hint
        self.diagnostics.report(rules.BAD_TYPE, span, message=message, hint=hint)

    def skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def sign(self, sign: str) -> bool:
        self.skip()
        if self.text.startswith(sign, self.at):
            self.at += 1
            return True
        return False

    def expect(self, sign: str) -> bool:
        if self.sign(sign):
            return True
        found = f"`{self.text[self.at]}`" if self.at < len(self.text) else "the end"
        hint = {
            "`?`": "null is `type | null`",
            "`(`": "limits end with `)`: `(1..5)`",
            "the end": notation.closing_hint(self.text, sign),
        }.get(found)
        self.fail(f"expected `{sign}` here, found {found}", hint=hint)
        return False

    def union(self) -> TypeExpr | None:
        self.depth += 1
        if self.depth > _MOST_NESTING:
            self.fail(f"a type is nested more than {_MOST_NESTING} levels deep")
            return None
        self.skip()
        start = self.at
        members: list[TypeExpr] = []
        while True:
            member = self.term()
            if member is None:
                return None
            members.append(member)
            if not self.sign("|"):
                break
        self.depth -= 1
        if len(members) == 1:
            return members[0]
        return UnionExpr(tuple(members), self.span(start, self.at))

    def term(self) -> TypeExpr | None:
        self.skip()
        start = self.at
        match = _TOKEN.match(self.text, start)
        if match is None or match.lastgroup != "name":
            found = f"`{self.text[start]}`" if start < len(self.text) else "the end"
            rest = self.text[start:] or self.whole.text[start:]
            hint = notation.opening_hint(rest)
            self.fail(f"expected a type here, found {found}", hint=hint)
            return None
        name = match.group()
        if notation.holds_in_angles(name):
            hint = "in square brackets: `list[string]`, `map[string, string]`"
            head = name.partition("<")[0]
            self.fail(f"`{head}<` can't say what it holds", hint=hint)
            return None
        self.at = match.end()
        name_text = Text(name, self.span(start, self.at))
        name = self.holder(name, start)
        if name == "list" and self.sign("["):
            item = self.union()
            if item is None or not self.expect("]"):
                return None
            return ListExpr(item, self.size(), self.span(start, self.at))
        if name == "map" and self.sign("["):
            key = self.union()
            if key is None or not self.expect(","):
                return None
            value = self.union()
            if value is None or not self.expect("]"):
                return None
            return MapExpr(key, value, self.size(), self.span(start, self.at))
        if name in _HOLDERS:
            wanted = "list[string]" if name == "list" else "map[string, string]"
            self.fail(f"`{name}` needs what it holds", start, f"such as `{wanted}`")
            return None
        return NameExpr(name_text, self.size(), self.span(start, self.at))

    def holder(self, name: str, start: int) -> str:
        """`list` or `map`, if that is meant by a name with an opening bracket behind it."""
        rest = self.text[self.at :].lstrip()
        if name in _HOLDERS or not rest.startswith("[") or rest[1:].lstrip()[:1] == "]":
            return name
        near = notation.HOLDERS_ELSEWHERE.get(name.lower()) or nearest(name, _HOLDERS)
        if near is None:
            return name
        self.diagnostics.report(
            rules.UNKNOWN_TYPE,
            self.span(start, self.at),
            hint=f"did you mean `{near}`?",
            name=name,
        )
        return near

    def size(self) -> Size | None:
        self.skip()
        match = _TOKEN.match(self.text, self.at)
        if match is None or match.lastgroup != "size":
            return None
        span = self.span(match.start(), match.end())
        self.at = match.end()
        inner = match.group()[1:-1].strip()
        if not inner:
            hint = "limits are `(low..high)`; without any, take the `()` out"
            self.fail("`()` holds no limits", match.start(), hint)
            return None
        if ".." not in inner:
            return Size(inner, inner, span)
        low, _, high = inner.partition("..")
        return Size(low.strip() or None, high.strip() or None, span)


def read_type(scalar: Scalar, diagnostics: Diagnostics) -> TypeExpr | None:
    """The whole of `scalar` as a type."""
    return _read(scalar, scalar, diagnostics)


def read_value(
    scalar: Scalar, diagnostics: Diagnostics
) -> tuple[TypeExpr | None, Text | None]:
    """`TYPE [-- doc]`."""
    head, doc = split_doc(scalar)
    return _read(head, scalar, diagnostics), read_doc(doc, diagnostics)


def meant_by(text: str) -> str | None:
    """The hint for a type that can't be read: how that of another language is written here."""
    hint = notation.advice(text)
    other = notation.ours(text) if hint is None else None
    if other is None:
        return hint
    unheard = Diagnostics()
    scalar = Scalar(Span("", 1, 1, 2), other, plain=True)
    if other[0] != "{" and (not _read(scalar, scalar, unheard, hints=False) or unheard):
        return None
    return f"did you mean `{other}`?"


def _read(
    head: Scalar, whole: Scalar, diagnostics: Diagnostics, *, hints: bool = True
) -> TypeExpr | None:
    reader = _TypeReader(head, whole, diagnostics, hints=hints)
    expr = reader.union()
    if expr is None:
        return None
    reader.skip()
    if reader.at < len(reader.text):
        rest = reader.text[reader.at :]
        hint = notation.rest_hint(reader.text[: reader.at].strip(), rest)
        reader.fail(f"unexpected `{rest[0]}` behind the type", hint=hint)
        return None
    return expr
