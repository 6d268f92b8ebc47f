"""Says in plain words what PyYAML's parsers complain about, and what to do.

In: the exception and the text. Out: one diagnostic. May import: `diagnostics`,
`source.layout`, `source.meant`, `source.trouble`.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Related, Rule, Span, rules
from specloom.source import meant
from specloom.source.layout import (
    KEY,
    bare,
    indent_of,
    is_among_items,
    lost_header,
    misplaced_lines,
    without_colon,
)
from specloom.source.trouble import Before, Trouble, trouble_of

_LONGEST_KEY = 1024  # YAML 1.2.2, 7.4: an implicit key
_SAID_OF_LINES = re.compile(
    "mapping values are not allowed|could not find expected ':'|block mapping"
)
_NO_COLON = "this line has no `:`"
_ENTRY = "a line of a mapping is `key: value`; a value that goes on is indented"
_EMPTY_IN_FLOW = re.compile(r"[{,]\s*(['\"]?)([^{}\[\],'\":]+)\1$")
_BLOCK_HEADER = re.compile(r"[|>][-+1-9]*(\s+#.*)?\s*$")


class _Finding(NamedTuple):
    """A diagnostic before it is reported."""

    rule: Rule
    span: Span
    words: dict[str, str]
    hint: str | None = None
    related: tuple[Related, ...] = ()


def report_syntax_error(
    error: Exception, text: str, file: str, diagnostics: Diagnostics, before: Before
) -> None:
    """Reports what a parser threw after it had read `before` of `text`."""
    trouble = trouble_of(error, text, file, before)
    found = _missing_space(trouble) or _odd_space(trouble) or _explained(trouble)
    diagnostics.report(
        found.rule, found.span, hint=found.hint, related=found.related, **found.words
    )


def _explained(trouble: Trouble) -> _Finding:
    for pattern, explain in _EXPLANATIONS:
        if re.search(pattern, trouble.said):
            return explain(trouble)
    return _syntax(trouble.span(), f"YAML: {trouble.said}")


def _syntax(
    span: Span, problem: str, hint: str | None = None, related: tuple[Related, ...] = ()
) -> _Finding:
    return _Finding(rules.YAML_SYNTAX, span, {"problem": problem}, hint, related)


def _missing_space(trouble: Trouble) -> _Finding | None:
    """A `:` with no space behind it, or another kind of space, where a line is no key."""
    if not _SAID_OF_LINES.search(trouble.said):
        return None
    for row in _rows(trouble):
        match = re.match(rf"\s*(?:- +)?({KEY}):(?=[^ \t])", trouble.lines[row])
        if match is None or trouble.lines[row].startswith("//", match.end()):
            continue
        char = trouble.lines[row][match.end()]
        if char.isspace():
            return _wrong_space(trouble, row, match.end())
        span = Span(trouble.file, row + 1, match.end(), match.end() + 1)
        value = trouble.lines[row][match.end() :].split(" ")[0]
        hint = f"put one there: `{match.group(1)}: {value}`"
        return _syntax(span, "no space stands behind this `:`", hint)
    return None


def _odd_space(trouble: Trouble) -> _Finding | None:
    """A space of another kind before a key or an item: to YAML it is a letter."""
    if not _SAID_OF_LINES.search(trouble.said):
        return None
    for row in _rows(trouble):
        line = trouble.lines[row]
        match = re.match(rf"([ \t]*(?:-(?! ))?)(?=[^\S \t])\s+(?:- |{KEY}: ?)", line)
        if match is not None:
            return _wrong_space(trouble, row, match.end(1))
    return None


def _rows(trouble: Trouble) -> list[int]:
    """The lines that may be wrong, those of prose left out: the parser may notice late."""
    above = [row for row in range(trouble.at[0]) if trouble.lines[row].strip()]
    rows = {trouble.at[0], trouble.context[0], *above[-1:]}
    return [row for row in sorted(rows) if not _in_block(trouble.lines, row)]


def _in_block(lines: list[str], row: int) -> bool:
    """Whether a line belongs to the text below a `|` or a `>`."""
    indent = indent_of(lines[row])
    for line in reversed(lines[:row]):
        if line.strip() and indent_of(line) < indent:
            return bool(_BLOCK_HEADER.search(line))
    return False


def _wrong_space(trouble: Trouble, row: int, column: int) -> _Finding:
    number = f"U+{ord(trouble.lines[row][column]):04X}"
    span = Span(trouble.file, row + 1, column + 1, column + 2)
    hint = "type plain spaces in its place"
    return _syntax(span, f"{number} stands where a space is meant", hint)


def _tab(trouble: Trouble) -> _Finding:
    """A tab among the spaces at the start of a line, or wherever the parser met it."""
    line = trouble.line
    indent = line[: len(line) - len(line.lstrip())]
    start = indent.find("\t") if "\t" in indent else trouble.at[1]
    width = len(line[start:]) - len(line[start:].lstrip("\t"))
    hint = "YAML wants spaces: two for each level"
    return _Finding(rules.TAB_INDENT, trouble.span(start, max(width, 1)), {}, hint)


def _bad_start(trouble: Trouble) -> _Finding:
    """A character that no value starts with."""
    if trouble.char == "\t":
        return _tab(trouble)
    marked = meant.marks_hint(trouble)
    if marked is not None:
        problem = f"a key can't start with `{trouble.char}`"
        return _syntax(trouble.span(), problem, marked)
    char = "a backtick" if trouble.char == "`" else f"`{trouble.char}`"
    return _syntax(
        trouble.span(), f"a value can't start with {char}", "quote the value"
    )


def _colon(trouble: Trouble) -> _Finding:
    """`: ` where a value is being read, or a line that is indented too far."""
    if (empty := _without_value(trouble)) is not None:
        return empty
    if re.search(r":\s", trouble.left):
        return _Finding(
            rules.COLON_IN_VALUE, trouble.span(), {}, meant.colon_hint(trouble)
        )
    if re.match(r"---\s", trouble.left):
        hint = "start the mapping on the line below `---`"
        return _syntax(trouble.span(), "`:` on the line of `---`", hint)
    start = len(trouble.left) - len(trouble.left.lstrip())
    width = len(trouble.left) - start
    if width > _LONGEST_KEY:
        problem = f"a key longer than {_LONGEST_KEY} characters"
        return _syntax(trouble.span(start), problem)
    colonless = without_colon(trouble) if trouble.before.flow is None else None
    if colonless is not None:
        return _syntax(colonless, _NO_COLON, _ENTRY)
    hint = lost_header(trouble) or (
        "indent it like the keys around it; or end the line above with `:`; "
        "or quote the value, if this line belongs to it"
    )
    problem = "a key can't stand here: the line above goes on"
    return _syntax(trouble.span(start, max(width, 1)), problem, hint)


def _without_value(trouble: Trouble) -> _Finding | None:
    """`{key:}`: the parser takes the `:` for a part of the key if nothing stands behind it."""
    key = _EMPTY_IN_FLOW.search(trouble.left)
    behind = trouble.line[trouble.at[1] + 1 : trouble.at[1] + 2]
    if key is None or trouble.char != ":" or behind not in ("}", ","):
        return None
    hint = f"`{key[2].strip()}` needs a value"
    return _Finding(rules.EMPTY_DOC, trouble.span(trouble.at[1] + 1, 0), {}, hint)


def _no_key(trouble: Trouble) -> _Finding:
    """Something other than a key where the next entry of a block mapping should start."""
    quoted = _behind_quote(trouble)
    if quoted is not None:
        return quoted
    span, left = trouble.span(), trouble.left.rstrip()
    if left and trouble.char in ("]", "}"):
        return _syntax(span, f"`{trouble.char}` closes nothing", "remove it")
    if left.endswith("}") and trouble.line[trouble.at[1] :].startswith("--"):
        hint = "a doc stands inside of the braces, as `doc: …`"
        return _syntax(span, "text behind the end of a value", hint)
    if left:
        hint = "quote the whole value, if this belongs to it"
        return _syntax(span, "text behind the end of a value", hint)
    if re.match(r"-(\s|$)", trouble.line[trouble.at[1] :]):
        hint = "indent the list below its key"
        return _syntax(span, "a list item between the keys of a mapping", hint)
    colonless = without_colon(trouble)
    if colonless is not None:
        return _syntax(colonless, _NO_COLON, _ENTRY)
    problem = "the indentation of this line fits no line above"
    header = lost_header(trouble)
    if header is not None:
        return _syntax(span, problem, header)
    related = misplaced_lines(trouble)
    hint = "line it up with the keys that it belongs to"
    hint += "" if related else "; or is a line missing above it?"
    return _syntax(span, problem, hint, related)


def _behind_quote(trouble: Trouble) -> _Finding | None:
    """Text that goes on where a quote has ended it."""
    span, left = trouble.span(), trouble.left.rstrip()
    if trouble.before.quoted:
        label = "is the quote that opens here ever closed?"
        related = (Related(trouble.before.quoted, label),)
        return _syntax(span, "text behind a closing quote", None, related)
    if left.endswith(("'", '"')):
        inner = "''" if left.endswith("'") else '\\"'
        hint = f"quote the whole value, and write {inner} for a quote in it"
        if trouble.line[trouble.at[1] :].startswith("--"):
            hint = "take the quotes out: a doc stands behind a value that has none"
        return _syntax(span, "text behind a closing quote", hint)
    return None


def _no_dash(trouble: Trouble) -> _Finding:
    quoted = _behind_quote(trouble)
    if quoted is not None:
        return quoted
    related = (Related(trouble.context_span(), "the list starts here"),)
    hint = "line it up with the items, or indent it less than the list"
    problem = "an item of a list starts with `- `"
    return _syntax(trouble.span(), problem, hint, related)


def _no_colon(trouble: Trouble) -> _Finding:
    """A line of a mapping without `:`; the parser notices one line later."""
    line, column = trouble.context
    text = bare(trouble.lines[line][column:])
    if len(text) > _LONGEST_KEY and ":" in text:
        problem = f"a key longer than {_LONGEST_KEY} characters"
        return _syntax(trouble.context_span(), problem)
    span, problem, hint = trouble.context_span(max(len(text), 1)), _NO_COLON, _ENTRY
    if is_among_items(trouble.lines, line):
        problem = "an item of a list starts with `- `"
        hint = "put it before this line; a value that goes on is indented"
        hint = "put a space behind this `-`" if text[0] == "-" else hint
    return _syntax(span, problem, hint)


def _list_on_line(trouble: Trouble) -> _Finding:
    hint = "start the list on the line below; or quote the value"
    return _syntax(trouble.span(), "a list can't start on the line of its key", hint)


def _in_flow(trouble: Trouble) -> _Finding:
    """Neither a comma nor the closing bracket where one of them should stand."""
    outside, closer = ("braces", "}") if trouble.opener == "{" else ("brackets", "]")
    word = re.search(r"\b(list|map)\s*$", trouble.left)
    if trouble.char == "[" and word:
        words = {"word": word.group(1), "outside": outside}
        span = trouble.span(word.start(1), trouble.at[1] + 1 - word.start(1))
        hint = "write it in block style, a line each; or put the type in quotes"
        return _Finding(rules.BRACKET_IN_FLOW, span, words, hint)
    if trouble.char == "?":  # libyaml reads it as text
        hint = "write it in block style, a line each; or put it in quotes"
        words = {"outside": outside}
        return _Finding(rules.QUESTION_IN_FLOW, trouble.span(), words, hint)
    if _ended(trouble):
        return _not_closed(trouble.context_span(), trouble)
    if trouble.char == ":" and re.search(r":\s", trouble.left):
        hint = "put a `,` between two entries; or quote the value"
        return _Finding(rules.COLON_IN_VALUE, trouble.span(), {}, hint)
    related = (Related(trouble.context_span(), "opened here"),)
    hint = "quote a value that holds a bracket, a brace, a comma or a quote"
    problem = f"`,` or `{closer}` is expected here"
    return _syntax(trouble.span(), problem, hint, related)


def _ended(trouble: Trouble) -> bool:
    """Whether the text is over, or back at the indentation of the line that opened."""
    if not trouble.char:
        return True
    line, first = trouble.line, trouble.lines[trouble.context[0]]
    back = len(line) - len(line.lstrip()) <= len(first) - len(first.lstrip())
    return back and trouble.at[0] > trouble.context[0]


def _not_closed(span: Span, trouble: Trouble) -> _Finding:
    opener = trouble.lines[span.line - 1][span.column - 1 : span.column]
    closer = {"[": "]", "{": "}"}.get(opener, opener)
    words = {"opener": opener}
    return _Finding(rules.NOT_CLOSED, span, words, f"close it with `{closer}`")


def _in_quotes(trouble: Trouble) -> _Finding:
    return _not_closed(trouble.context_span(), trouble)


def _no_content(trouble: Trouble) -> _Finding:
    if not trouble.char and trouble.before.flow:
        return _not_closed(trouble.before.flow, trouble)
    if not trouble.char:
        return _syntax(trouble.span(), "the text ends where a value is expected")
    problem = f"`{trouble.char}` where a value is expected"
    return _syntax(trouble.span(), problem, "quote the value")


def _bare_sign(trouble: Trouble) -> _Finding:
    """`*` or `&`, and no name behind it."""
    problem = f"a value can't start with `{trouble.opener}`"
    return _syntax(trouble.context_span(), problem, "quote the value")


def _question(trouble: Trouble) -> _Finding:
    problem = "`? ` can't start a key here"
    return _syntax(trouble.span(), problem, "quote the value")


def _block_header(trouble: Trouble) -> _Finding:
    sign = trouble.opener
    hint = f"put the text on the lines below `{sign}`; or quote the value"
    hint = meant.choice_hint(trouble) or hint
    return _syntax(trouble.span(), f"text behind `{sign}`", hint)


def _escape(trouble: Trouble) -> _Finding:
    hint = "write \\\\ for a backslash; or use single quotes"
    return _syntax(trouble.span(), "an escape that YAML does not have", hint)


def _directive(trouble: Trouble) -> _Finding:
    hint = "quote a value that starts with `%`; a spec needs no directives"
    return _syntax(trouble.context_span(), "a YAML directive that can't be read", hint)


def _tag(trouble: Trouble) -> _Finding:
    hint = "take it out; or quote a text that starts with `!`"
    return _Finding(rules.TAG, trouble.context_span(), {}, hint)


def _after_end(trouble: Trouble) -> _Finding:
    return _syntax(trouble.span(), "text behind the end of the document")


# What libyaml and PyYAML's own parser say (context: problem); the first that fits.
_EXPLANATIONS: tuple[tuple[str, Callable[[Trouble], _Finding]], ...] = (
    ("tab character", _tab),
    ("cannot start any token", _bad_start),
    ("scanning a directive|YAML document|%YAML", _directive),
    (r"\btag\b", _tag),
    ("block scalar", _block_header),
    ("escape|hexdecimal", _escape),
    ("quoted scalar", _in_quotes),
    ("mapping values are not allowed|unexpected ':'", _colon),
    ("mapping keys are not allowed", _question),
    ("sequence entries are not allowed", _list_on_line),
    ("',' or ", _in_flow),
    ("could not find expected ':'", _no_colon),
    ("node content", _no_content),
    ("alphabetic or numeric", _bare_sign),
    ("block mapping", _no_key),
    ("block collection", _no_dash),
    ("document start", _after_end),
)
