"""Reads the files beside api.yaml and below: types, records, endpoints and webhooks.

In: trees of `source`. Out: `FileDeclared`; mistakes go to the diagnostics.
"""

from collections.abc import Callable

from specloom.diagnostics import Related, Span, nearest, rules
from specloom.names import CLASS, WORD
from specloom.source import Entry, Mapping, Scalar, Sequence
from specloom.spec import language
from specloom.spec.indentation import Sorts, entries_of, is_empty, is_open
from specloom.spec.keys import read_marks, read_type
from specloom.spec.reading import Reading
from specloom.spec.sections import with_lost_headers
from specloom.spec.strangers import with_method, with_statuses
from specloom.spec.syntax import (
    Declared,
    EndpointDeclared,
    ErrorDeclared,
    EventDeclared,
    FileDeclared,
    Group,
    ListExpr,
    Mark,
    NameExpr,
    Part,
    RecordDeclared,
    Text,
    Value,
)
from specloom.spec.values import (
    read_arguments,
    read_declared,
    read_examples,
    read_group,
    read_reference_or_group,
)

SHARED_FILE = "types"


def read_file(reading: Reading, root: Mapping, place: tuple[str, ...]) -> FileDeclared:
    """A file beside api.yaml or below; `place` is its path without the ending."""
    shared = place[-1] == SHARED_FILE
    found = reading.known(root, language.SHARED if shared else language.RESOURCE)
    if not shared:
        found = with_lost_headers(reading, found)
    span = Span(root.span.file, 1, 1, 2)
    path = _read_text(reading, found, "path")
    return FileDeclared(
        place=tuple(Text(name, span) for name in place),
        marks=_read_file_marks(reading, found.get("marks")),
        doc=_read_text(reading, found, "doc"),
        resource=_read_text(reading, found, "resource"),
        path=path or Text("/", span) if "path" in found else None,
        params=_read_declared(reading, found.get("params"), "a parameter"),
        types=_read_types(reading, found.get("types")),
        records=_read_records(reading, found.get("records")),
        endpoints=_read_endpoints(reading, found.get("endpoints")),
        envelope=_read_envelope(reading, found.get("envelope")),
        events=_read_events(reading, found.get("webhooks")),
        span=span,
    )


def _read_text(reading: Reading, found: dict[str, Entry], key: str) -> Text | None:
    return reading.text(found[key].value, f"`{key}`") if key in found else None


def _read_file_marks(reading: Reading, entry: Entry | None) -> tuple[Mark, ...]:
    if entry is None:
        return ()
    if isinstance(entry.value, Scalar) and entry.value.text.strip():
        return read_marks(entry.value)
    reading.report(
        rules.WRONG_NODE,
        entry.value.span,
        where="`marks`",
        wanted="text such as `+2026-08 @express`",
    )
    return ()


def _entries(reading: Reading, entry: Entry | None) -> tuple[Entry, ...]:
    """The entries of the mapping under a key; none if there is no such key."""
    if entry is None:
        return ()
    mapping = reading.mapping(entry.value, f"`{entry.key.text}`")
    return mapping.entries if mapping else ()


def _named(
    reading: Reading, entry: Entry | None, what: str, is_part: Callable[[Entry], bool]
) -> tuple[Entry, ...]:
    """The same for named things; `is_part` tells what can't be the next of them."""
    mapping = reading.mapping(entry.value, f"`{entry.key.text}`") if entry else None
    sorts = Sorts(what, is_open, is_part)
    return reading.regrouped(mapping, sorts) if mapping else ()


def _is_of_type(entry: Entry) -> bool:
    """Whether it is a part of a type: no type is called so."""
    return entry.key.text in language.VALUE.keys


def _is_of_record(entry: Entry) -> bool:
    """Whether it is a part of a record, and no record or type, perhaps misspelled."""
    name = entry.key.text.split(maxsplit=1)[0] if entry.key.text.strip() else ""
    if name[:1] == "$":
        return True
    if CLASS.fullmatch(WORD.sub("X", name)):
        return False
    keys = {inner.key.text for inner in entries_of(entry.value)}
    is_type = (
        keys <= language.VALUE.keys.keys() and len(keys & {*language.SAYS_TYPE}) < 2
    )
    return is_type and not isinstance(entry.value, Sequence)


def _is_of_endpoint(entry: Entry) -> bool:
    """Whether it is a part of an endpoint, perhaps misspelled, and no endpoint of that name."""
    inside = entries_of(entry.value)
    if any(map(_says_call, inside)) or is_empty(entry.value):
        return False
    keys = language.ENDPOINT.keys
    return entry.key.text in keys or (
        not inside and nearest(entry.key.text, keys) is not None
    )


def _says_call(entry: Entry) -> bool:
    """Whether it is `get: …`, or perhaps a misspelled one: `gte: /`."""
    value = entry.value
    is_path = isinstance(value, Scalar) and value.text.startswith("/")
    return is_path or entry.key.text in language.METHODS


def _is_of_webhook(entry: Entry) -> bool:
    """Whether it is a part of a webhook, and no webhook of that name."""
    inside = {inner.key.text for inner in entries_of(entry.value)}
    return entry.key.text in language.WEBHOOK.keys and "data" not in inside


def _read_declared(
    reading: Reading, entry: Entry | None, what: str
) -> tuple[Declared, ...]:
    entries = _entries(reading, entry)
    if entry is not None and isinstance(entry.value, Sequence) and not entries:
        names = (item for item in entry.value.items if isinstance(item, Scalar))
        keys = (reading.key(Entry(name, name), f"the name of {what}") for name in names)
        return tuple(
            Declared(key, Value(None, None, {}, {}, key.name.span))
            for key in keys
            if key is not None
        )
    found = (read_declared(reading, item, what) for item in entries)
    return tuple(declared for declared in found if declared is not None)


def _read_types(reading: Reading, entry: Entry | None) -> tuple[Declared, ...]:
    items = _named(reading, entry, "the type", _is_of_type)
    found = (read_declared(reading, item, "a type") for item in items)
    return tuple(declared for declared in found if declared is not None)


def _read_records(reading: Reading, entry: Entry | None) -> tuple[RecordDeclared, ...]:
    records = []
    for item in _named(reading, entry, "the record", _is_of_record):
        key = reading.key(item, "the name of a record")
        where = f"the record `{item.key.text}`"
        body = item.value if isinstance(item.value, Mapping) else None
        if body is None:
            reading.report(
                rules.WRONG_NODE,
                item.value.span,
                "what is no record stands under `types`",
                where=where,
                wanted="keys and values",
            )
        if key is not None:
            empty = Group((), (), None, None, item.value.span, whole=False)
            group = empty if body is None else read_group(reading, body)
            records.append(RecordDeclared(key, group))
    return tuple(records)


def _read_endpoints(
    reading: Reading, entry: Entry | None
) -> tuple[EndpointDeclared, ...]:
    endpoints = []
    for item in _named(reading, entry, "the endpoint", _is_of_endpoint):
        key = reading.key(item, "the name of an endpoint")
        body = reading.mapping(item.value, f"the endpoint `{item.key.text}`")
        if key is None or body is None:
            continue
        endpoint = _read_endpoint(reading, item, body)
        if endpoint is not None:
            endpoints.append(endpoint._replace(key=key))
    return tuple(endpoints)


def _read_endpoint(
    reading: Reading, item: Entry, body: Mapping
) -> EndpointDeclared | None:
    body = with_method(reading, body)
    found = with_statuses(reading, reading.known(body, language.ENDPOINT))
    verbs = sorted(
        (found[method].key.span, method)
        for method in language.METHODS
        if method in found
    )
    if not verbs:
        meant = (
            language.ENDPOINT.elsewhere.get(key.text, "") for key, _ in body.entries
        )
        if not any(each.partition(":")[0] in language.METHODS for each in meant):
            reading.report(
                rules.NO_METHOD, item.key.span, "such as `post: /`", name=item.key.text
            )
        return None
    for span, _ in verbs[1:] if not body.written else ():
        first = Related(verbs[0][0], "the first stands here")
        hint = "each method is an endpoint of its own"
        reading.report(rules.TWO_METHODS, span, hint, (first,), name=item.key.text)
    method = verbs[0][1]
    hint = "a path begins with a slash: `/`, or `/{order_id}`"
    path = reading.text(found[method].value, f"`{method}`", hint)
    key = reading.key(item, "the name of an endpoint")
    if path is None or key is None:
        return None
    example = found.get("example")
    return EndpointDeclared(
        key=key,
        method=method.upper(),
        path=path,
        doc=_read_text(reading, found, "doc"),
        params=_read_declared(reading, found.get("params"), "a parameter"),
        query=_read_arguments(reading, found.get("query")),
        headers=_read_arguments(reading, found.get("headers")),
        body=_read_arguments(reading, found.get("body")),
        returns=_read_part(reading, found.get("returns")),
        discriminator=_read_text(reading, found, "discriminator"),
        pages=_read_pages(reading, found),
        errors=_read_errors(reading, found.get("errors")),
        examples=read_examples(reading, example.value) if example else (),
        was=_read_text(reading, found, "was"),
    )


def _read_arguments(reading: Reading, entry: Entry | None) -> Part | None:
    if entry is None:
        return None
    return read_arguments(reading, entry.value, f"`{entry.key.text}`")


def _read_part(reading: Reading, entry: Entry | None) -> Part | None:
    if entry is None:
        return None
    return read_reference_or_group(reading, entry.value, f"`{entry.key.text}`")


def _read_pages(reading: Reading, found: dict[str, Entry]) -> Declared | None:
    entry = found.get("pages")
    if entry is None:
        return None
    entries = _entries(reading, entry)
    if len(entries) != 1:
        if isinstance(entry.value, Mapping):
            reading.report(
                rules.WRONG_NODE,
                entry.value.span,
                "such as `pages: {studies: Study}`",
                where="`pages`",
                wanted="the field with the items, and what an item is",
            )
        return None
    if "returns" in found:
        first = Related(found["returns"].key.span, "the other answer")
        reading.report(
            rules.TWO_TYPES,
            entry.key.span,
            "a page is the answer: take `returns` out",
            (first,),
            first="`returns`",
            second="`pages`",
        )
    pages = read_declared(reading, entries[0], "the field of a page")
    if pages is not None and isinstance(pages.value.type, ListExpr):
        pages = _of_items(reading, pages, pages.value.type)
    if pages is not None and "was" in pages.value.places:
        reading.report(
            rules.BAD_PROPERTY,
            pages.value.places["was"],
            key="was",
            what="the field of a page",
        )
    if pages is not None and pages.key.marks:
        reading.report(
            rules.NO_MARKS,
            pages.key.marks[0].span,
            "put them behind the name of the endpoint",
            where="the field of a page",
        )
    return pages


def _of_items(reading: Reading, pages: Declared, type_: ListExpr) -> Declared:
    """What is meant where a page is said to hold lists: what stands in them."""
    name, item = pages.key.name.text, type_.item
    hint = "say what one item is;"
    if isinstance(item, NameExpr):
        hint = f"did you mean `{name}: {item.name.text}`?"
    reading.report(
        rules.BAD_PAGING,
        type_.span,
        f"{hint} an item that is a list itself needs a name under `types`",
        message=f"a page holds a list of its items already: `{name}` says what one is",
    )
    return pages._replace(value=pages.value._replace(type=type_.item))


def _read_errors(reading: Reading, entry: Entry | None) -> tuple[ErrorDeclared, ...]:
    errors = []
    for item in _entries(reading, entry):
        status = reading.plain_key(item)
        if isinstance(item.value, Scalar) and item.value.text.strip():
            record = read_type(item.value, reading.diagnostics)
            if record is not None:
                errors.append(ErrorDeclared(status, record))
        else:
            reading.report(
                rules.WRONG_NODE,
                item.value.span,
                where=f"the error `{status.text}`",
                wanted="the name of a record",
            )
    return tuple(errors)


def _read_envelope(reading: Reading, entry: Entry | None) -> Group | None:
    mapping = reading.mapping(entry.value, "`envelope`") if entry else None
    return read_group(reading, mapping) if mapping else None


def _read_events(reading: Reading, entry: Entry | None) -> tuple[EventDeclared, ...]:
    events = []
    for item in _named(reading, entry, "the webhook", _is_of_webhook):
        key = reading.key(item, "the type of a webhook")
        body = reading.mapping(item.value, f"the webhook `{item.key.text}`")
        if key is None or body is None:
            continue
        found = reading.known(body, language.WEBHOOK)
        events.append(
            EventDeclared(
                key=key,
                doc=_read_text(reading, found, "doc"),
                data=_read_part(reading, found.get("data")),
                replies=_read_part(reading, found.get("replies")),
                was=_read_text(reading, found, "was"),
            )
        )
    return tuple(events)
