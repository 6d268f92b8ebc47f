"""Reads what a field, a named type or a group of fields is.

In: nodes of `source`. Out: `Value`, `Declared`, `Group` of `spec.syntax`.
"""

import re

from specloom.diagnostics import Diagnostics, Related, Span, nearest, rules
from specloom.source import Entry, Mapping, Node, Scalar, Sequence
from specloom.spec import language
from specloom.spec.contents import fits
from specloom.spec.indentation import entries_of, is_empty
from specloom.spec.keys import part, read_type, read_value
from specloom.spec.language import (
    BUILT_IN,
    GROUP,
    SAYS_TYPE,
    SAYS_TYPE_ELSEWHERE,
    VALUE,
)
from specloom.spec.reading import Reading
from specloom.spec.strangers import is_inline_record, with_fields, with_names
from specloom.spec.syntax import (
    Declared,
    Group,
    Include,
    Key,
    NameExpr,
    Text,
    TypeExpr,
    UnionExpr,
    Value,
)

_SUCH_INCLUDES = "such as `$include: StudyRef`"
_INCLUDED = re.compile(r"[\w<>]+\??(?: *\| *null\b)?")
_SEVERAL_INCLUDES = re.compile(
    rf"{_INCLUDED.pattern}(?:(?: +| *[;&+] *){_INCLUDED.pattern})+"
)
_LONGEST_GROUP_KEY = max(map(len, GROUP.keys)) + 1  # with a slip


def read_declared(reading: Reading, entry: Entry, what: str) -> Declared | None:
    """An entry `key: value` as a field or a named type."""
    key = reading.key(entry, f"the name of {what}", optional=what == "a field")
    if key is None:
        return None
    return Declared(key, read_what(reading, key, entry.value, what))


def read_what(reading: Reading, key: Key, node: Node, what: str) -> Value:
    """The right side of a field or a named type, which is `what`."""
    name = key.name.text
    if isinstance(node, Scalar):
        if not node.text.strip():
            hint = f"such as `{name}: string`"
            reading.report(rules.NO_TYPE, key.name.span, hint, where=f"`{name}`")
            return Value(None, None, {}, {}, node.span)
        type_, doc = read_value(node, reading.diagnostics)
        return Value(type_, doc, {}, {}, node.span)
    if isinstance(node, Sequence):
        reading.report(
            rules.WRONG_NODE,
            node.span,
            _list_hint(node),
            where=f"`{name}`",
            wanted="a type or keys and values",
        )
        return Value(None, None, {}, {}, node.span)
    return _read_mapping(reading, name, node, what)


def _list_hint(node: Sequence) -> str:
    """What is meant by a list where a type should stand."""
    texts = [item.text for item in node.items if isinstance(item, Scalar)]
    values = "a list of values is `{enum: [a, b]}`"
    if texts and all(text[:1].isupper() or text in BUILT_IN for text in texts):
        if len(texts) == len(node.items) == 1:
            return f"a list of them is `list[{texts[0]}]`; {values}"
        if len(texts) == len(node.items):
            return f"one of several types is `{' | '.join(texts)}`; {values}"
    return values


def _read_mapping(reading: Reading, name: str, node: Mapping, what: str) -> Value:
    if is_inline_record(node):
        hint = "fields of its own are a record: declare it under `records`, and name it"
        reading.report(rules.NO_TYPE, node.span, hint, where=f"`{name}`")
        return Value(None, None, {}, {}, node.span)
    type_: TypeExpr | None = None
    doc: Text | None = None
    inline: Text | None = None
    properties: dict[str, Node] = {}
    places: dict[str, Span] = {}
    written = {entry.key.text for entry in node.entries}
    for entry in node.entries:
        before = next(reversed(places), "") if node.flow else ""
        key, value = _meant(reading, entry, written, what, before)
        if key == "type" and written & SAYS_TYPE_ELSEWHERE:
            continue
        if key == "type" and isinstance(value, Scalar):
            type_, inline = read_value(value, reading.diagnostics)
        elif key == "doc":
            doc = reading.text(value, "`doc`")
        elif key in VALUE.keys and key != "type":
            properties[key] = value
        elif key == "type":
            reading.report(
                rules.WRONG_NODE, value.span, where="`type`", wanted="a type"
            )
        places[key] = entry.key.span
    _check_says_type(reading, name, node, places)
    if doc is not None and inline is not None:
        first = Related(inline.span, "the other one")
        reading.report(
            rules.REPEATED, doc.span, None, (first,), name="doc", where=f"`{name}`"
        )
    return Value(type_, doc or inline, properties, places, node.span)


def _check_says_type(
    reading: Reading, name: str, node: Mapping, places: dict[str, Span]
) -> None:
    """Reports a mapping with no key that says the type, or two; a wrong key may be meant so."""
    says = [key for key in SAYS_TYPE if key in places]
    if not says and places.keys() <= VALUE.keys.keys():
        hint = "one of " + ", ".join(f"`{key}`" for key in SAYS_TYPE) + " says it"
        reading.report(rules.NO_TYPE, node.span, hint, where=f"`{name}`")
    for other in says[1:]:
        first = Related(places[says[0]], "the first one")
        reading.report(
            rules.TWO_TYPES,
            places[other],
            "keep one of them",
            (first,),
            first=f"`{says[0]}`",
            second=f"`{other}`",
        )


def _meant(
    reading: Reading, entry: Entry, written: set[str], what: str, before: str
) -> tuple[str, Node]:
    """The key and its value; of a misspelled one, which is reported, what is meant.

    `before` is the key on its left inside of braces.
    """
    key, value = entry.key.text, entry.value
    if key in VALUE.keys:
        return key, value
    near = VALUE.elsewhere.get(key) or nearest(key, VALUE.keys)
    hint = VALUE.advice.get(key) or (f"did you mean `{near}`?" if near else None)
    comma = "put the text in quotes: inside `{…}` a comma ends it"
    if hint is None and before in VALUE.keys and VALUE.keys[before].value == "prose":
        hint = comma
    if isinstance(value, Scalar) and not value.text:
        head, sign, rest = _parted(key)
        if sign == ":":
            hint = f"put a space behind the `:`, as in `{head}: {rest}`"
        elif sign:
            hint = f"put a `:` behind `{head}`"
        elif near is None:
            hint = comma
        if sign:
            span = part(entry.key, len(key) - len(rest), len(key))
            near, value = head if head in VALUE.keys else None, Scalar(span, rest, True)
    reading.report(rules.UNKNOWN_KEY, entry.key.span, hint, key=key, where=what)
    is_read = near is not None and near not in written
    if near is None or not is_read or not _is_as_here(VALUE.keys[near], entry, value):
        return key, value
    return near, value


def _parted(key: str) -> tuple[str, str, str]:
    """A key that has swallowed its value: the two, and what stands between them."""
    head, colon, rest = key.partition(":")
    if colon and rest:
        return head, colon, rest
    head, space, rest = key.partition(" ")
    return (head, space, rest) if head in VALUE.keys else (key, "", "")


def _is_as_here(meant: language.Key, entry: Entry, value: Node) -> bool:
    """Whether the value of another language's key may stand behind the one of this."""
    if entry.key.text == "examples" and isinstance(value, Sequence):
        return False  # each item would be one
    return entry.key.text not in VALUE.elsewhere or fits(meant, value)


def read_group(reading: Reading, node: Mapping, about: str | None = None) -> Group:
    """Fields and `$keys`; `about` is the hint for a key that would describe them."""
    node = with_names(reading, with_fields(reading, node))
    fields = []
    includes: tuple[Include, ...] = ()
    doc: Text | None = None
    example: Mapping | None = None
    whole = True
    for entry in node.entries:
        key = _meant_group_key(reading, entry, about)
        if key == "$doc":
            doc = reading.text(entry.value, "`$doc`")
        elif key == "$include":
            includes = tuple(_read_includes(reading, entry.value))
        elif key == "$example":
            example = reading.mapping(entry.value, "`$example`")
        elif key is not None:
            declared = read_declared(reading, entry, "a field")
            if declared is not None:
                fields.append(declared)
        whole = whole and key is not None and not is_empty(entry.value)
    return Group(tuple(fields), includes, doc, example, node.span, whole)


def _meant_group_key(reading: Reading, entry: Entry, about: str | None) -> str | None:
    """The key, or what is meant by a misspelled one, which is reported; None for nothing."""
    key = entry.key.text
    if key in GROUP.keys:
        return key
    is_about_group = key.startswith("$")
    near, hint = None, "`$doc`, `$include`, `$example`"
    is_other = isinstance(entry.value, Sequence) and (
        key in GROUP.elsewhere or key in GROUP.advice
    )
    if is_other:  # what is no list may be a field of this name
        near, hint = GROUP.elsewhere.get(key), GROUP.advice.get(key, hint)
    elif is_about_group or len(key) <= _LONGEST_GROUP_KEY:
        near = nearest(key, GROUP.keys)  # most names of fields are spared the look
    if (
        not is_about_group
        and not is_other
        and (near is None or _may_be_field(entry, near))
    ):
        return key
    near = near or GROUP.elsewhere.get(key)
    hint = f"did you mean `{near}`?" if near else hint
    hint = about if about and near in ("$doc", "$example") else hint
    reading.report(rules.UNKNOWN_KEY, entry.key.span, hint, key=key, where=GROUP.where)
    return near


def _may_be_field(entry: Entry, near: str) -> bool:
    """Whether what stands behind a key near `near` could be a type, or says which."""
    if isinstance(entry.value, Mapping):
        return any(each.key.text in SAYS_TYPE for each in entry.value.entries)
    if isinstance(entry.value, Sequence):
        return False
    if near == "$include" and re.search(r"[\[(]", entry.value.text):
        return True  # a type with a slip in it: names of records have no brackets
    unheard = Diagnostics()
    read_value(entry.value, unheard)
    return not unheard


def _read_includes(reading: Reading, node: Node) -> list[Include]:
    scalars: list[Scalar] = []
    if isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                scalars.append(item)
            else:
                reading.text(item, "an item of `$include`")
    elif isinstance(node, Scalar) and node.text.strip():
        at = 0
        for piece in node.text.split(","):
            start = at + len(piece) - len(piece.lstrip())
            end = at + len(piece.rstrip())
            scalars.append(Scalar(part(node, start, end), piece.strip(), True))
            at += len(piece) + 1
    else:
        entries = node.entries if isinstance(node, Mapping) else ()
        names = ", ".join(entry.key.text for entry in entries)
        reading.report(
            rules.WRONG_NODE,
            node.span,
            f"did you mean `$include: {names}`?" if names else _SUCH_INCLUDES,
            where="`$include`",
            wanted="names of records",
        )
    found: dict[str, Include] = {}
    for scalar in scalars:
        include = _read_include(reading, scalar)
        if include is None:
            continue
        first = found.setdefault(include.name.text, include)
        if first is not include:
            reading.report(
                rules.REPEATED,
                include.name.span,
                None,
                (Related(first.name.span, "first stands here"),),
                name=include.name.text,
                where="`$include`",
            )
    return list(found.values())


def _read_include(reading: Reading, scalar: Scalar) -> Include | None:
    text = scalar.text.strip()
    several = _SEVERAL_INCLUDES.fullmatch(text)
    if not text or several:
        names = [name for name in _INCLUDED.findall(text) if name != "and"]
        hint = "a comma stands between two names"
        if several:
            hint += f": `{', '.join(names)}`"
        reading.report(
            rules.WRONG_NODE,
            scalar.span,
            hint,
            where="`$include`",
            wanted="names of records",
        )
        return None
    optional = text.endswith("?")
    expr = read_type(scalar._replace(text=text.removesuffix("?")), reading.diagnostics)
    if isinstance(expr, NameExpr) and expr.size is None:
        return Include(expr.name, optional, False)
    match expr:
        case UnionExpr(
            members=(NameExpr(name=name, size=None), NameExpr(name=null, size=None))
        ):
            if null.text == "null":
                return Include(name, optional, True)
    if expr is not None:
        reading.report(
            rules.BAD_TYPE,
            scalar.span,
            "`X`, `X?` (all optional) or `X | null` (all may be null)",
            message=f"`{text}` can't be included",
        )
    return None


def read_reference_or_group(
    reading: Reading, node: Node, what: str, about: str | None = None
) -> Group | TypeExpr | None:
    """`body` and `returns`: fields, or the name of a record."""
    if isinstance(node, Mapping):
        return read_group(reading, node, about)
    if isinstance(node, Scalar) and node.text.strip():
        return read_type(node, reading.diagnostics)
    reading.report(
        rules.WRONG_NODE,
        node.span,
        "such as `{name: string}` or `Study`",
        where=what,
        wanted="fields or the name of a record",
    )
    return None


def read_arguments(reading: Reading, node: Node, what: str) -> Group | TypeExpr | None:
    """What arguments are made of: no record, so nothing describes it as one."""
    hint = "`doc` and `example` stand at the endpoint"
    part = read_reference_or_group(reading, node, what, hint)
    if part is None:
        return Group((), (), None, None, node.span, whole=False)
    for key, value in entries_of(node):
        if key.text in ("$doc", "$example"):
            rule = rules.BAD_PROPERTY
            reading.report(rule, value.span, hint, key=key.text, what=what)
    return part


def read_examples(reading: Reading, node: Node) -> tuple[Mapping, ...]:
    """`example`: one mapping or a list of them."""
    items = node.items if isinstance(node, Sequence) else (node,)
    found = (reading.mapping(item, "`example`") for item in items)
    return tuple(mapping for mapping in found if mapping is not None)
