"""Structure of other languages: what it means here, told once.

In: mappings of `source`. Out: the same as they are meant; mistakes go to the diagnostics.
"""

import re

from specloom.diagnostics import nearest, rules
from specloom.source import Entry, Mapping, Node, Scalar, Sequence
from specloom.spec.indentation import entries_of, is_empty
from specloom.spec.language import (
    BUILT_IN,
    ENDPOINT,
    GROUP,
    METHODS,
    SAYS_TYPE,
    VALUE,
)
from specloom.spec.reading import Reading

_HOLD_FIELDS = ("fields", "properties")
_NAME = re.compile(r"<?[A-Z][\w<>]*\??( *\| *null)?")
_TYPE = re.compile(rf"[A-Z<]\w|(?:{'|'.join(sorted(BUILT_IN))})\b")
_STATUS = re.compile(r"[1-5](?:[0-9]{2}|XX)|default")


def is_inline_record(node: Mapping) -> bool:
    """Whether a field's mapping holds fields, and nothing that a field could say."""
    keys = [entry.key.text for entry in node.entries]
    if any(map(_is_said_of_field, node.entries)):
        return False
    near = [nearest(key, VALUE.keys) for key in keys]
    if not keys or any(each in SAYS_TYPE for each in near) or all(near):
        return False
    return all(
        isinstance(value, Scalar)
        and re.match(r"[A-Za-z<]\S*( \|| --|$)", value.text) is not None
        for key, value in node.entries
        if key.text not in GROUP.keys
    )


def _is_said_of_field(entry: Entry) -> bool:
    """Whether it is a key of a field, here or elsewhere; `length: number` is a field itself."""
    key, value = entry.key.text, entry.value
    if key in VALUE.keys:
        return True
    is_type = isinstance(value, Scalar) and _TYPE.match(value.text) is not None
    return not is_type and (key in VALUE.elsewhere or key in VALUE.advice)


def with_fields(reading: Reading, node: Mapping) -> Mapping:
    """A group whose fields stand one level too deep, as JSON Schema has them."""
    beside = {entry.key.text: entry.value for entry in node.entries}
    for key, value in node.entries:
        if key.text not in _HOLD_FIELDS or not entries_of(value):
            continue
        names = [entry.key.text for entry in entries_of(value)]
        inside = {nearest(name, VALUE.keys) or name for name in names}
        kind = beside.get("type")
        is_object = isinstance(kind, Scalar) and kind.text == "object"
        if not is_object and inside <= VALUE.keys.keys() and inside & {*SAYS_TYPE}:
            continue  # a field of this name
        said = [entry for entry in node.entries if entry.key.text in GROUP.keys]
        hint = f"fields stand where `{key.text}` does: take it out"
        if len(said) + 1 < len(node.entries):
            hint += ", and what stands beside it"
        where = GROUP.where
        reading.report(rules.UNKNOWN_KEY, key.span, hint, key=key.text, where=where)
        return node._replace(entries=(*said, *entries_of(value)))
    return node


def with_names(reading: Reading, node: Mapping) -> Mapping:
    """A group in braces with names between its commas, which `$include` should list."""
    lone = [
        entry.key
        for entry in node.entries
        if is_empty(entry.value) and _NAME.fullmatch(entry.key.text)
    ]
    rest = tuple(entry for entry in node.entries if entry.key not in lone)
    said = next((entry for entry in rest if entry.key.text == "$include"), None)
    if not node.flow or not lone or (said is None and rest):
        return node
    first = [said.value] if said and isinstance(said.value, Scalar) else []
    names = (*first, *lone)
    listed = ", ".join(name.text for name in names)
    hint = f'put the names in quotes: `$include: "{listed}"`'
    if len(names) == 1:
        hint = f"did you mean `{listed}`, without braces?"
    if not any(name.plain and "?" in name.text for name in lone):  # else it is told
        where = f"`{lone[0].text}`"
        reading.report(rules.NO_TYPE, lone[0].span, hint, where=where)
    others = (entry for entry in rest if entry is not said)
    header = said.key if said else Scalar(lone[0].span, "$include", plain=True)
    include = Entry(header, Sequence(header.span, names))
    return node._replace(entries=(include, *others))


def with_method(reading: Reading, body: Mapping) -> Mapping:
    """An endpoint that says `method: POST` and `path: /` for `post: /`."""
    found = {entry.key.text: entry for entry in body.entries}
    method, path = found.get("method"), found.get("path")
    if method is None or path is None or not isinstance(method.value, Scalar):
        return body
    verb = method.value.text.lower()
    if verb not in METHODS or verb in found or not isinstance(path.value, Scalar):
        return body
    hint = f"did you mean `{verb}: {path.value.text}`?"
    where = ENDPOINT.where
    reading.report(rules.UNKNOWN_KEY, method.key.span, hint, key="method", where=where)
    call = Entry(Scalar(method.key.span, verb, plain=True), path.value)
    rest = (each for each in body.entries if each not in (method, path))
    return body._replace(entries=(call, *rest))


def with_statuses(reading: Reading, found: dict[str, Entry]) -> dict[str, Entry]:
    """The keys of an endpoint; if it answers by statuses, with that of a success alone."""
    returns = found.get("returns")
    if returns is None:
        return found
    answers = entries_of(returns.value)
    names = [answer.key.text for answer in answers]
    if not all(map(_STATUS.fullmatch, names)):
        return found
    if {*names} <= {"default"}:
        return found  # a field of this name
    if returns.key.text == "returns":  # else it is told
        hint = "such as `returns: Order`; others stand under `errors`"
        where, wanted = "`returns`", "what a success holds, without its status"
        reading.report(
            rules.WRONG_NODE, answers[0].key.span, hint, where=where, wanted=wanted
        )
    good = [each for each in answers if each.key.text[0] == "2"]
    bad = tuple(each for each in answers if each.key.text[0] in "45d")
    whole: dict[str, Entry] = {k: v for k, v in found.items() if k != "returns"}
    if good and _is_answer(good[0].value):
        whole["returns"] = returns._replace(value=good[0].value)
    if bad and "errors" not in found:
        errors = Scalar(bad[0].key.span, "errors", plain=True)
        whole["errors"] = Entry(errors, Mapping(errors.span, bad, flow=True))
    return whole


def _is_answer(node: Node) -> bool:
    """Whether it can be read as one."""
    return isinstance(node, Mapping) or (isinstance(node, Scalar) and bool(node.text))
