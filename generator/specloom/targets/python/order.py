"""The order of what a module declares: Python reads from the top.

In: an `ir.Module`. Out: its types and records, and annotations in which a name that comes later
is quoted.
"""

from collections.abc import Iterator

from specloom import ir
from specloom.targets.python.layout import Code, Group, Join, flat


def in_order(module: ir.Module) -> list[ir.NamedType | ir.Record]:
    """What a module declares, each behind what it uses, as far as cycles let it.

    A named type stands behind every record that it names, also in a cycle: only the field of a
    record can refer to what comes later.
    """
    own = {named.name for named in module.types}
    own |= {record.name for record in module.records}
    waiting = [(named, _own_parts(named, module.path, own)) for named in module.types]
    done: list[ir.NamedType | ir.Record] = []
    names: set[str] = set()
    for record in [*records_in_order(module), None]:
        while ready := [named for named, parts in waiting if parts <= names]:
            done += ready
            names |= {named.name for named in ready}
            waiting = [each for each in waiting if each[0].name not in names]
        if record is not None:
            done.append(record)
            names.add(record.name)
    return done


def records_in_order(module: ir.Module) -> list[ir.Record]:
    """The records of a module, each behind those that it uses, as far as cycles let it."""
    own = {record.name: record for record in module.records}
    done: dict[str, ir.Record] = {}
    begun: set[str] = set()
    for start in module.records:
        stack = [(start.name, False)]
        while stack:
            name, left = stack.pop()
            if left:
                done.setdefault(name, own[name])
                continue
            if name in begun:
                continue
            begun.add(name)
            stack.append((name, True))
            uses = {
                use.name
                for field in own[name].fields
                for use in ir.uses_of(field.type)
                if use.home == module.path and use.name in own
            }
            stack += [(use, False) for use in sorted(uses, reverse=True)]
    return list(done.values())


def _own_parts(named: ir.NamedType, home: ir.Path, own: set[str]) -> set[str]:
    """The types and records of the same module that a named type is written with."""
    parts = _parts(named.target)
    return {part.name for part in parts if part.home == home and part.name in own}


def _parts(type_: ir.Type) -> Iterator[ir.NamedType | ir.RecordType]:
    match type_:
        case ir.NamedType() | ir.RecordType():
            yield type_
        case ir.ListType():
            yield from _parts(type_.item.type)
        case ir.MapType():
            yield from _parts(type_.key)
            yield from _parts(type_.value.type)
        case ir.UnionType():
            for member in type_.members:
                yield from _parts(member)
        case _:
            return


def quoted(code: Code, later: frozenset[str]) -> Code:
    """The annotation, with names that are `later` in quotes.

    Inside brackets a quoted name is enough; an operand of `|` makes the whole union text.
    """
    if isinstance(code, str):
        return f'"{code}"' if code in later else code
    if isinstance(code, Group):
        return code._replace(items=tuple(quoted(item, later) for item in code.items))
    if any(part in later for part in code.parts if isinstance(part, str)):
        return f'"{flat(code)}"'
    return Join(tuple(quoted(part, later) for part in code.parts))
