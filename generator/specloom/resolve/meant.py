"""Fields that are meant to be keys of the language: they are called so and name a record.

In: fields as they are written, a scope, a view. Out: what is meant by them, and the mistake
told. `include: {type: Item}`, the long form, is a field whatever it is called.
"""

from specloom.diagnostics import rules
from specloom.resolve.scope import Scope
from specloom.resolve.view import View
from specloom.spec.language import GROUP
from specloom.spec.syntax import (
    Declared,
    Group,
    Include,
    NameExpr,
    Part,
    RecordDeclared,
    Text,
)


def meant_part(part: Part | None, scope: Scope, view: View) -> Part | None:
    """What is sent or read; `{type: Order}` is `Order`, as it is at a field."""
    if not isinstance(part, Group) or part.includes or len(part.fields) != 1:
        return part
    only = part.fields[0]
    if only.key.name.text != "type" or not _is_record(only, scope, view):
        return part
    _report(only, f"`{_named(only).text}` alone", view)
    return only.value.type


def meant_includes(group: Group, scope: Scope, view: View) -> Group:
    """The group; `include: Item` in it is `$include: Item`."""
    fields = []
    includes = list(group.includes)
    for declared in group.fields:
        near = GROUP.elsewhere.get(declared.key.name.text)
        if near is None or not _is_record(declared, scope, view):
            fields.append(declared)
            continue
        _report(declared, f"`{near}`", view)
        includes.append(Include(_named(declared), optional=False, nullable=False))
    return group._replace(fields=tuple(fields), includes=tuple(includes))


def _is_record(declared: Declared, scope: Scope, view: View) -> bool:
    """Whether nothing but the name of a record stands behind a bare key."""
    key, value = declared
    is_bare = not (key.optional or key.marks or value.doc or value.places)
    if not is_bare or not isinstance(value.type, NameExpr) or value.type.size:
        return False
    named = scope.find(view.fill(value.type.name))
    return named is not None and isinstance(named.declared, RecordDeclared)


def _named(declared: Declared) -> Text:
    """The name that stands behind the key."""
    type_ = declared.value.type
    return type_.name if isinstance(type_, NameExpr) else declared.key.name


def _report(declared: Declared, meant: str, view: View) -> None:
    key, name = declared.key.name.text, _named(declared).text
    view.diagnostics.report(
        rules.MEANT_AS_KEY,
        declared.key.name.span,
        hint=f"did you mean {meant}? if not, `{key}: {{type: {name}}}` is such a field",
        key=key,
        name=name,
    )
