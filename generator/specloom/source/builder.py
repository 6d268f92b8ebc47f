"""Builds the tree of a YAML text from PyYAML's events, without recursion.

In: the decoded text. Out: `tree` nodes with exact spans; mistakes to `Diagnostics`. May
import: `diagnostics`, `source.tree`, `source.syntax`, PyYAML.
"""

import gc
import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from specloom.diagnostics import Diagnostics, Related, Rule, Span, rules
from specloom.diagnostics.lines import lines_of
from specloom.source.syntax import report_syntax_error
from specloom.source.tree import Entry, Mapping, Node, Scalar, Sequence
from specloom.source.trouble import Before

MAX_DEPTH = 64
"""No spec comes near it; it keeps everything that walks the tree safe from deep stacks."""

# libyaml's parser where PyYAML was built with it, twenty times as fast as the other one.
_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*[ \t]*)+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PROSE_KEYS = ("doc", "$doc")
_NO_SHARING = "name a type, or $include a record; quote a text that starts with `{}`"


def build_tree(text: str, file: str, diagnostics: Diagnostics) -> Mapping | None:
    """The root mapping of `text`, or None where there is none (and a diagnostic says why).

    A syntax error ends the file; other mistakes are collected. Nothing is raised.
    """
    builder = _Builder(text, file, diagnostics)
    collecting = gc.isenabled()
    gc.disable()  # nothing here makes a cycle; the collector would cost more than the work
    try:
        parser = _Parser(text)
        while builder.take(parser.get_event()):
            pass
    except (yaml.YAMLError, ValueError) as error:  # ValueError: the slow parser's chr()
        if not builder.is_behind_a_key(error):
            report_syntax_error(error, text, file, diagnostics, builder.before())
        return None
    finally:
        if collecting:
            gc.enable()
    return builder.root


class _Open:
    """A collection whose end has not been read yet."""

    __slots__ = (
        "bare",
        "entries",
        "flow",
        "items",
        "key",
        "keys",
        "mark",
        "no_key",
        "twice",
        "written",
    )

    def __init__(self, mark: Any, flow: bool, keys: dict[str, Scalar] | None) -> None:
        self.mark = mark
        self.flow = flow
        self.keys = keys  # those read so far; None: a sequence
        self.key: Scalar | None = None  # waits for its value
        self.bare: Scalar | None = None  # the last key with nothing below it
        self.twice = False  # `key` stood before, and a bare one between
        self.written: list[Entry] = []  # all entries, if some key stands twice so
        self.no_key = False  # the value that comes next belongs to no key
        self.items: list[Node] = []
        self.entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """Takes up an entry of a mapping, whose key has been judged."""
        if self.written:
            self.written.append(entry)
        if not self.twice:
            self.entries.append(entry)
        self.twice = False
        value = entry.value
        if not self.flow and isinstance(value, Scalar) and value.plain:
            self.bare = self.bare if value.text else entry.key


class _Builder:
    """Takes events one by one; `root` is there after the last."""

    def __init__(self, text: str, file: str, diagnostics: Diagnostics) -> None:
        self._text = text
        self._file = file
        self._diagnostics = diagnostics
        self._stack: list[_Open] = []
        self._begun = False
        self._sound = True
        self._top: Node | None = None
        self.root: Mapping | None = None
        self._quoted: Span | None = None  # the last node, if quoted, of many lines
        self._bad_key: Span | None = None  # the last key that is no text

    def take(self, event: Any) -> bool:
        """Takes the next event; False when there is nothing more to read."""
        kind = type(event)
        if kind is ScalarEvent:
            self._scalar(event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            return self._open(event, kind is MappingStartEvent)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self._place(self._close(event.end_mark))
        elif kind is AliasEvent:
            if not (self._stack and self._stack[-1].no_key):  # else its key is told
                span, hint = self._span(event), _NO_SHARING.format("*")
                self._report(rules.ALIAS, span, hint=hint, name=event.anchor)
            self._place(None)
        elif kind is DocumentStartEvent:
            return self._document(event)
        elif kind is StreamEndEvent:
            self._end()
            return False
        return True

    def before(self) -> Before:
        """What has been read so far, for whoever explains a syntax error."""
        inner = self._stack[-1] if self._stack else None
        if inner is None or not inner.flow:
            return Before(self._quoted, None)
        line, column = inner.mark.line + 1, inner.mark.column + 1
        return Before(self._quoted, Span(self._file, line, column, column + 1))

    def is_behind_a_key(self, error: Exception) -> bool:
        """Whether a parser gave up right behind a key that is no text: `{a}_id: b`."""
        mark = getattr(error, "problem_mark", None)
        if mark is None or self._bad_key is None:
            return False
        file, line, _, end = self._bad_key
        return (file, line, end) == (self._file, mark.line + 1, mark.column + 1)

    def _document(self, event: Any) -> bool:
        if not self._begun:
            self._begun = True
            return True
        self._report(
            rules.SEVERAL_DOCUMENTS,
            self._span(event),
            hint="take the `---` out, or move the rest to a file of its own",
        )
        return False

    def _end(self) -> None:
        """Reports a file that is no mapping; only now, as a syntax error says more."""
        node = self._top
        blank = isinstance(node, Scalar) and node.plain and not node.text
        if not self._begun or blank:
            hint = "a file starts with a line `key: value`; or take the file out"
            self._report(rules.EMPTY_FILE, Span(self._file, 1, 1, 1), hint=hint)
        elif isinstance(node, Mapping):
            self.root = node if self._sound else None
        elif node is not None:
            self._report(
                rules.NOT_A_MAPPING,
                node.span,
                hint="a file starts with a line `key: value`",
                what="a list" if isinstance(node, Sequence) else "a text",
            )

    def _open(self, event: Any, mapping: bool) -> bool:
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        if len(self._stack) == MAX_DEPTH:
            mark = event.start_mark
            span = Span(self._file, mark.line + 1, mark.column + 1, mark.column + 2)
            hint = "give what lies deeper a name of its own"
            self._report(rules.TOO_DEEP, span, hint=hint, limit=MAX_DEPTH)
            return False
        flow = bool(event.flow_style)
        self._stack.append(_Open(event.start_mark, flow, {} if mapping else None))
        self._quoted = None
        return True

    def _close(self, end: Any) -> Mapping | Sequence:
        """The collection that ends here."""
        done = self._stack.pop()
        span = self._collection_span(done, end)
        if done.keys is None:
            return Sequence(span, tuple(done.items), done.flow)
        return Mapping(span, tuple(done.entries), done.flow, tuple(done.written))

    def _place(self, node: Node | None) -> None:
        """Gives a finished node to the collection it stands in; None takes up its place."""
        if not self._stack:
            self._top = node
            return
        parent = self._stack[-1]
        if parent.keys is None:
            if node is not None:
                parent.items.append(node)
        elif parent.no_key:
            parent.no_key = False
        elif parent.key is None:
            parent.key = self._key(node, parent)
            parent.no_key = parent.key is None
        else:
            if node is not None:
                parent.add(Entry(parent.key, node))
            parent.key = None

    def _key(self, node: Node | None, parent: _Open) -> Scalar | None:
        """The key, if it can be one of a mapping."""
        if node is None or parent.keys is None:
            return None
        if not isinstance(node, Scalar):
            what = "a list" if isinstance(node, Sequence) else "a mapping"
            hint = "quote the key, if the brackets belong to it"
            for key, value in node.entries if isinstance(node, Mapping) else ():
                if isinstance(value, Scalar) and not value.text:
                    hint += f"; a word is written `<{key.text}>`"
                    break
            self._report(rules.KEY_NOT_TEXT, node.span, hint=hint, what=what)
            self._bad_key = node.span
            return None
        if node.plain and node.text == "<<":
            hint = "$include a record instead"
            self._report(rules.MERGE_KEY, node.span, hint=hint)
            return None
        first = parent.keys.setdefault(node.text, node)
        if first is node:
            return node
        related = [Related(first.span, "first stands here")]
        above = parent.bare
        if above is None or above.span < first.span:
            self._report_twice(node, "rename one, or take it out", related)
            return None
        if not parent.written:  # else it is the same slip
            related.append(Related(above.span, "nothing stands below this"))
            self._report_twice(node, "is the indentation right?", related)
            parent.written = [*parent.entries]
        parent.twice = True
        return node

    def _report_twice(self, key: Scalar, hint: str, related: list[Related]) -> None:
        self._report(
            rules.DUPLICATE_KEY, key.span, hint=hint, related=related, key=key.text
        )

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        start, end, style = event.start_mark, event.end_mark, event.style
        text: str = event.value
        line, column = start.line + 1, start.column + 1
        one_line = end.line < line and style not in ("|", ">")
        last = end.column + 1 if one_line else column + self._first_width(event)
        span = Span(self._file, line, column, last)
        if style:
            self._quoted = None if one_line or style in "|>" else span
            text = self._without_surrogates(text, span)
        else:
            self._quoted = None
            if not text:
                span = self._empty_span(span)
            if text and text[0].isspace() and self._is_key():
                self._odd_space(text[0], span)
            if "?" in text or self._text.startswith(" #", end.index):
                self._check_plain(text, span, end)
        self._place(Scalar(span, text, not style))

    def _is_key(self) -> bool:
        """Whether what comes next is the key of a mapping."""
        parent = self._stack[-1] if self._stack else None
        return parent is not None and parent.keys is not None and parent.key is None

    def _odd_space(self, space: str, span: Span) -> None:
        """Reports a space before a key that is a letter to YAML: what belongs to what then?"""
        problem = f"U+{ord(space):04X} stands where a space is meant"
        hint = "type plain spaces in its place"
        span = span._replace(end=span.column + 1)
        self._report(rules.YAML_SYNTAX, span, problem=problem, hint=hint)
        self._sound = False

    def _empty_span(self, span: Span) -> Span:
        """Behind the key, where `span` is on another line: maybe one behind the text's end."""
        key = self._stack[-1].key if self._stack else None
        if key is None or key.span.line == span.line:
            return span
        return key.span._replace(column=key.span.end)

    def _first_width(self, event: Any) -> int:
        """The width of a scalar's first line; of a block's only its sign (`|`, `>-`)."""
        text = self._text[event.start_mark.index : event.end_mark.index]
        first = lines_of(text)[0]
        if event.style in ("|", ">"):
            first = first.split(maxsplit=1)[0]
        return len(first.rstrip())

    def _without_surrogates(self, text: str, span: Span) -> str:
        """The text without half characters, which PyYAML's own parser lets escapes make."""
        if text.isascii() or not _SURROGATE.search(text):
            return text
        problem = "an escape that is no character"
        self._report(rules.YAML_SYNTAX, span, problem=problem)
        return _SURROGATE.sub("\ufffd", text)

    def _check_plain(self, text: str, span: Span, end: Any) -> None:
        """Reports text without quotes that YAML cuts, or that its libraries read each in
        its own way.
        """
        if not self._stack:
            return
        parent = self._stack[-1]
        if parent.flow and "?" in text:
            outside = "brackets" if parent.keys is None else "braces"
            hint = "write it in block style, a line each; or put it in quotes"
            self._report(rules.QUESTION_IN_FLOW, span, hint=hint, outside=outside)
        prose = " -- " in text or text.endswith(" --")
        if parent.key and parent.key.text in _PROSE_KEYS:
            prose = True
        if prose and self._text.startswith(" #", end.index):
            column = end.column + 2
            self._report(
                rules.CUT_BY_COMMENT,
                Span(self._file, end.line + 1, column, column + 1),
                hint="quote the value; or put two spaces before a comment",
            )

    def _properties(self, event: Any) -> None:
        """Reports the anchor and the tag before a node."""
        mark = event.start_mark
        match = _PROPERTIES.match(self._text, mark.index)
        width = len(match.group().rstrip()) if match else 1
        column = mark.column + 1
        span = Span(self._file, mark.line + 1, column, column + width)
        if event.anchor is not None:
            hint = _NO_SHARING.format("&")
            self._report(rules.ANCHOR, span, hint=hint, name=event.anchor)
        if event.tag is not None:
            hint = "take it out; or quote a text that starts with `!`"
            self._report(rules.TAG, span, hint=hint)

    def _span(self, event: Any) -> Span:
        """The place of an event that does not leave its line."""
        start, end = event.start_mark, event.end_mark
        return Span(self._file, start.line + 1, start.column + 1, end.column + 1)

    def _collection_span(self, done: _Open, end: Any) -> Span:
        """From the first character to the last one that belongs to it on that line."""
        line, column = done.mark.line + 1, done.mark.column + 1
        if done.flow and end.line + 1 == line:
            return Span(self._file, line, column, end.column + 1)
        last = column + 1
        for item in done.items:
            if item.span.line != line:
                break
            last = item.span.end
        for key, value in done.entries:
            if key.span.line != line:
                break
            last = value.span.end if value.span.line == line else key.span.end
        return Span(self._file, line, column, last)

    def _report(self, rule: Rule, span: Span, **more: Any) -> None:
        self._diagnostics.report(rule, span, **more)
