"""What the language has for text that YAML can't read.

In: a `Trouble`. Out: hints. May import: `source.trouble`.
"""

import re

from specloom.source.trouble import Trouble

_LONGEST = 40  # of what a hint repeats
_LONGEST_LINE = 200
_TYPE = r"\S+|\S+ *\|.*|(?:list|map)\[.*"  # a word, or a type that holds others
_MARKS_FIRST = r"((?:[@+~-]\w[\w.-]* +){1,4})([\w$<>{}.]+\??)\s*:(?:\s|$)"
_QUOTED = r"(?:\"[^\"']*\"|'[^\"']*')"
_CHOICE = rf"{_QUOTED}(?:\s*\|\s*{_QUOTED})+\s*$"


def colon_hint(trouble: Trouble) -> str:
    """What a `: ` in a value is meant for, by what stands around it."""
    rest = trouble.line[trouble.at[1] + 1 :].partition(" #")[0].strip()
    key, _, value = trouble.left.partition(": ")
    value = value.strip()
    if not rest:
        return "take it out, or quote the value"
    _, holder, held = value.rpartition("map[")
    if holder and "]" not in held:
        return "the two types of a map have a comma between them: `map[string, string]`"
    is_type = len(value) <= _LONGEST and re.fullmatch(_TYPE, value)
    if key.strip(" -$") == "doc" or not is_type:
        return "quote the value"
    if rest[0].isupper():
        return f"a doc is set off by ` -- `: `{value} -- …`; or quote the value"
    if value.isidentifier():
        shown = rest if len(rest) <= _LONGEST else "…"
        braces = f"keys and values on one line have braces: `{{{value}: {shown}}}`"
        return f"{braces}; or quote the value"
    return "quote the value"


def marks_hint(trouble: Trouble) -> str | None:
    """Where marks stand, if a line begins with some: `@cafe trays?: integer`."""
    found = re.match(_MARKS_FIRST, trouble.line[trouble.at[1] :][:_LONGEST_LINE])
    if found is None or trouble.left.strip():
        return None
    return f"marks stand behind the name: `{found[2]} {found[1].strip()}`"


def choice_hint(trouble: Trouble) -> str | None:
    """What is meant by `"soft" | "hard"`, where YAML takes the bar for the head of a text."""
    line, column = trouble.context
    written = trouble.lines[line].partition(" #")[0]
    found = re.search(_CHOICE, written) if len(written) <= _LONGEST_LINE else None
    if trouble.opener != "|" or found is None or found.start() >= column:
        return None
    texts = re.findall(r"[\"']([^\"']*)[\"']", found[0])
    return f"one of several texts is `{{enum: [{', '.join(texts)}]}}`"
