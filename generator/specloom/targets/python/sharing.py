"""What the packages of two variants share: the test that their constraints are equal.

In: the same build as two variants see it. Out: which model of one is which of the other, and a
test module. Two parts are the same if they come from the same declaration in the spec.
"""

from collections.abc import Iterator

from specloom import ir
from specloom.formats import id_pattern
from specloom.names import python_member
from specloom.targets.python.imports import import_block
from specloom.targets.python.layout import (
    Code,
    Group,
    Join,
    call,
    docstring,
    literal,
    pair,
    statement,
)
from specloom.targets.python.modules import header
from specloom.targets.python.naming import stem
from specloom.targets.templates import template

Owner = ir.Record | ir.Endpoint


def members(owner: Owner) -> tuple[ir.Field, ...]:
    """The fields of a record or of a builder's arguments."""
    return owner.arguments if isinstance(owner, ir.Endpoint) else owner.fields


def counterparts(owner: Owner, sibling: ir.Api) -> list[Owner]:
    """What another variant makes of the same declaration.

    Events that are unknown have no declaration of their own, but a name of their own.
    """
    found: list[Owner] = []
    for module in sibling.modules:
        candidates = (
            module.endpoints if isinstance(owner, ir.Endpoint) else module.records
        )
        found += [other for other in candidates if other.span == owner.span]
    return [other for other in found if other.name == owner.name] or found


def _owners(api: ir.Api) -> Iterator[tuple[ir.Path, Owner]]:
    for module in api.modules:
        for record in module.records:
            yield module.path, record
        for endpoint in module.endpoints:
            if endpoint.arguments:
                yield module.path, endpoint


def _class(owner: Owner, api: ir.Api) -> str:
    if isinstance(owner, ir.Record):
        return owner.name
    return stem(owner, api.acronyms).params


def render_shared(api: ir.Api, sibling: ir.Api, paths: frozenset[ir.Path]) -> str:
    """The test that what `api` and `sibling` share is equal."""
    home = ("tests", f"test_like_{sibling.variant}")
    imports: dict[str | ir.Path, set[str]] = {
        "pytest": set(),
        ("tests", "_shared"): {"Shared", "check_shared"},
    }
    entries: list[Code] = []
    words: dict[str, str] = {}
    for path, owner in _owners(api):
        for other in counterparts(owner, sibling):
            if path not in paths or type(other) is not type(owner):
                continue
            alias = "_".join(path)
            imports.setdefault(path[:-1], set()).add(
                path[-1] if alias == path[-1] else f"{path[-1]} as {alias}"
            )
            entries.append(_entry(alias, path, owner, api, other, sibling))
            words |= _words(owner, other)
    pairs = tuple(pair(literal(word), literal(words[word])) for word in sorted(words))
    view = {
        "header": header(api),
        "docstring": docstring(
            f"What `{api.build}` shares with `{sibling.build}` is equal in both.", ""
        ),
        "imports": import_block(imports, home, package=False),
        "words": statement("WORDS: dict[str, str] = ", Group("{", pairs, "}")),
        "shared": statement("SHARED = ", Group("[", tuple(entries), "]")),
        "package": literal(sibling.build),
    }
    return template("python/shared.py.jinja").render(view)


def _words(owner: Owner, other: Owner) -> dict[str, str]:
    """Names of classes and patterns of ids that differ, here and there."""
    words = {}
    if isinstance(owner, ir.Record) and owner.name != other.name:
        words[owner.name] = other.name
    there = {field.span: field for field in members(other)}
    for field in members(owner):
        if field.span not in there:
            continue
        for left, right in zip(
            ir.walk(field.type), ir.walk(there[field.span].type), strict=False
        ):
            match left, right:
                case ir.IdType(prefix=here), ir.IdType(prefix=other_prefix):
                    if here != other_prefix:
                        words[id_pattern(here)] = id_pattern(other_prefix)
    return words


def _entry(
    alias: str, home: ir.Path, owner: Owner, api: ir.Api, other: Owner, sibling: ir.Api
) -> Code:
    """`Shared(viewer_studies.Study, renamed={"org": "express_customer"})`."""
    there = {field.span: field for field in members(other)}
    renamed, own = [], []
    for field in members(owner):
        name = python_member(field.name)
        twin = there.get(field.span)
        if twin is None or not _same(field.type, api, twin.type, sibling):
            own.append(literal(name))
        elif python_member(twin.name) != name:
            renamed.append(pair(literal(name), literal(python_member(twin.name))))
    away = other.resource if isinstance(other, ir.Endpoint) else other.home
    items: list[Code] = [f"{alias}.{_class(owner, api)}"]
    if (home, _class(owner, api)) != (away, _class(other, sibling)):
        items.append(literal(".".join((*away, _class(other, sibling)))))
    if renamed:
        items.append(Join(("renamed=", Group("{", tuple(renamed), "}")), pair=True))
    if own:
        items.append(Join(("own=", Group("[", tuple(own), "]")), pair=True))
    return call("Shared", *items)


def _same(left: ir.Type, here: ir.Api, right: ir.Type, there: ir.Api) -> bool:
    """Whether two variants say the same, but for words in the names of ids and records."""
    return _neutral(left, here) == _neutral(right, there)


def _neutral(part: object, api: ir.Api) -> object:
    match part:
        case ir.NamedType():
            return _neutral(part.target, api)
        case ir.RecordType():
            return "record", api.record(part).span, part.max_bytes
        case ir.IdType():
            return "id"
        case ir.EnumValue():
            return part.value
        case tuple():
            return (type(part).__name__, *(_neutral(each, api) for each in part))
        case _:
            return part
