"""Reads what a field, a named type or a group of fields is.

In: nodes of `source`. Out: `Value`, `Declared`, `Group` of `spec.syntax`.
"""

from specloom.diagnostics import Diagnostics, Related, nearest, rules
from specloom.source import Entry, Mapping, Node, Scalar, Sequence
from specloom.spec.indentation import is_empty
from specloom.spec.keys import part, read_type, read_value
from specloom.spec.language import BUILT_IN, GROUP, SAYS_TYPE, VALUE
from specloom.spec.reading import Reading
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

_LONGEST_GROUP_KEY = max(map(len, GROUP.keys)) + 1  # with a slip


def read_declared(reading: Reading, entry: Entry, what: str) -> Declared | None:
    """An entry `key: value` as a field or a named type."""
    key = reading.key(entry, f"the name of {what}", optional=what == "a field")
    if key is None:
        return None
    return Declared(key, read_what(reading, key, entry.value))


def read_what(reading: Reading, key: Key, node: Node) -> Value:
    """The right side of a field or a named type."""
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
    return _read_mapping(reading, name, node)


def _list_hint(node: Sequence) -> str:
    """What is meant by a list where a type should stand."""
    only = node.items[0] if len(node.items) == 1 else None
    values = "a list of values is `{enum: [a, b]}`"
    if isinstance(only, Scalar) and (only.text[:1].isupper() or only.text in BUILT_IN):
        return f"a list of them is `list[{only.text}]`; {values}"
    return values


def _read_mapping(reading: Reading, name: str, node: Mapping) -> Value:
    type_: TypeExpr | None = None
    doc: Text | None = None
    inline: Text | None = None
    properties: dict[str, Node] = {}
    places = {}
    written = {entry.key.text for entry in node.entries}
    for entry in node.entries:
        key, value = _meant(reading, entry, written)
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
    says = [key for key in SAYS_TYPE if key in places]
    if not says:
        reading.report(
            rules.NO_TYPE,
            node.span,
            "one of " + ", ".join(f"`{key}`" for key in SAYS_TYPE) + " says it",
            where=f"`{name}`",
        )
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
    if doc is not None and inline is not None:
        first = Related(inline.span, "the other one")
        reading.report(
            rules.REPEATED, doc.span, None, (first,), name="doc", where=f"`{name}`"
        )
    return Value(type_, doc or inline, properties, places, node.span)


def _meant(reading: Reading, entry: Entry, written: set[str]) -> tuple[str, Node]:
    """The key and its value; of a misspelled one, which is reported, what is meant."""
    key, value = entry.key.text, entry.value
    if key in VALUE.keys:
        return key, value
    near = nearest(key, VALUE.keys) or VALUE.elsewhere.get(key)
    hint = f"did you mean `{near}`?" if near else VALUE.advice.get(key)
    if isinstance(value, Scalar) and not value.text:
        head, colon, rest = key.partition(":")
        if colon and rest:
            hint = f"put a space behind the `:`, as in `{head}: {rest}`"
            span = part(entry.key, len(head) + 1, len(key))
            near, value = head if head in VALUE.keys else None, Scalar(span, rest, True)
        elif near is None:
            hint = "put the text in quotes: inside `{…}` a comma ends it"
    reading.report(rules.UNKNOWN_KEY, entry.key.span, hint, key=key, where=VALUE.where)
    return (near, value) if near is not None and near not in written else (key, value)


def read_group(reading: Reading, node: Mapping) -> Group:
    """Fields and `$keys`."""
    fields = []
    includes: tuple[Include, ...] = ()
    doc: Text | None = None
    example: Mapping | None = None
    whole = True
    for entry in node.entries:
        key = _meant_group_key(reading, entry)
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


def _meant_group_key(reading: Reading, entry: Entry) -> str | None:
    """The key, or what is meant by a misspelled one, which is reported; None for nothing."""
    key = entry.key.text
    if key in GROUP.keys:
        return key
    is_about_group = key.startswith("$")
    if not is_about_group and len(key) > _LONGEST_GROUP_KEY:
        return key  # nothing is near: most names of fields are spared the look
    near = nearest(key, GROUP.keys)
    if not is_about_group and (near is None or _may_be_field(entry)):
        return key
    near = near or GROUP.elsewhere.get(key)
    hint = f"did you mean `{near}`?" if near else "`$doc`, `$include`, `$example`"
    reading.report(rules.UNKNOWN_KEY, entry.key.span, hint, key=key, where=GROUP.where)
    return near


def _may_be_field(entry: Entry) -> bool:
    """Whether what stands behind a key could be a type, or says which."""
    if isinstance(entry.value, Mapping):
        return any(each.key.text in SAYS_TYPE for each in entry.value.entries)
    if isinstance(entry.value, Sequence):
        return False
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
    elif isinstance(node, Scalar):
        at = 0
        for piece in node.text.split(","):
            start = at + len(piece) - len(piece.lstrip())
            end = at + len(piece.rstrip())
            scalars.append(Scalar(part(node, start, end), piece.strip(), True))
            at += len(piece) + 1
    else:
        reading.text(node, "`$include`")
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
    names = text.removesuffix("?").split()
    if not text or (len(names) > 1 and all(map(str.isalnum, names))):
        reading.report(
            rules.WRONG_NODE,
            scalar.span,
            "a comma stands between two names",
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
    reading: Reading, node: Node, what: str
) -> Group | TypeExpr | None:
    """`body` and `returns`: fields, or the name of a record."""
    if isinstance(node, Mapping):
        return read_group(reading, node)
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
    part = read_reference_or_group(reading, node, what)
    if part is None:
        return Group((), (), None, None, node.span, whole=False)
    if isinstance(part, Group):
        for key, found in (("$doc", part.doc), ("$example", part.example)):
            if found is not None:
                hint = "`doc` and `example` stand at the endpoint"
                reading.report(rules.BAD_PROPERTY, found.span, hint, key=key, what=what)
    return part


def read_examples(reading: Reading, node: Node) -> tuple[Mapping, ...]:
    """`example`: one mapping or a list of them."""
    items = node.items if isinstance(node, Sequence) else (node,)
    found = (reading.mapping(item, "`example`") for item in items)
    return tuple(mapping for mapping in found if mapping is not None)
