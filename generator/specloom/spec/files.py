"""Reads the files beside api.yaml and below: types, records and endpoints.

In: trees of `source`. Out: `FileDeclared`; mistakes go to the diagnostics.
"""

from specloom.diagnostics import Related, Span, rules
from specloom.source import Entry, Mapping
from specloom.spec.reading import Reading
from specloom.spec.syntax import (
    Declared,
    EndpointDeclared,
    FileDeclared,
    Group,
    RecordDeclared,
    Text,
    TypeExpr,
)
from specloom.spec.values import (
    read_declared,
    read_examples,
    read_group,
    read_reference_or_group,
)

METHODS = ("get", "post", "put", "patch", "delete")
FILE_KEYS = {
    "doc": False,
    "resource": False,
    "path": False,
    "types": False,
    "records": False,
    "endpoints": False,
}
SHARED_FILE = "types"
SHARED_KEYS = {
    key: needed for key, needed in FILE_KEYS.items() if key not in ("path", "endpoints")
}
ENDPOINT_KEYS = {"doc": False, "body": False, "returns": False, "example": False}
ENDPOINT_ELSEWHERE = {
    "method": "get: /path",
    "path": "get: /path",
    "request": "body",
    "requestBody": "body",
    "response": "returns",
    "responses": "returns",
    "description": "doc",
    "summary": "doc",
    "parameters": "params",
    "examples": "example",
}
"""Keys of other languages, and what is meant by them."""


def read_file(reading: Reading, root: Mapping, place: tuple[str, ...]) -> FileDeclared:
    """A file beside api.yaml or below; `place` is its path without the ending."""
    shared = place[-1] == SHARED_FILE
    found = reading.known(
        root,
        SHARED_KEYS if shared else FILE_KEYS,
        "types.yaml" if shared else "this file",
    )
    span = Span(root.span.file, 1, 1, 2)
    texts = {
        key: reading.text(found[key].value, f"`{key}`")
        for key in ("doc", "resource", "path")
        if key in found
    }
    return FileDeclared(
        place=tuple(Text(name, span) for name in place),
        doc=texts.get("doc"),
        resource=texts.get("resource"),
        path=texts["path"] or Text("/", span) if "path" in texts else None,
        types=_read_types(reading, found.get("types")),
        records=_read_records(reading, found.get("records")),
        endpoints=_read_endpoints(reading, found.get("endpoints")),
        span=span,
    )


def _read_types(reading: Reading, entry: Entry | None) -> tuple[Declared, ...]:
    mapping = reading.mapping(entry.value, "`types`") if entry else None
    found = (
        read_declared(reading, item, "a type")
        for item in (mapping.entries if mapping else ())
    )
    return tuple(declared for declared in found if declared is not None)


def _read_records(reading: Reading, entry: Entry | None) -> tuple[RecordDeclared, ...]:
    mapping = reading.mapping(entry.value, "`records`") if entry else None
    records = []
    for item in mapping.entries if mapping else ():
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
            empty = Group((), (), None, None, item.value.span)
            group = empty if body is None else read_group(reading, body)
            records.append(RecordDeclared(key, group))
    return tuple(records)


def _read_endpoints(
    reading: Reading, entry: Entry | None
) -> tuple[EndpointDeclared, ...]:
    mapping = reading.mapping(entry.value, "`endpoints`") if entry else None
    endpoints = []
    for item in mapping.entries if mapping else ():
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
    allowed = ENDPOINT_KEYS | dict.fromkeys(METHODS, False)
    found = reading.known(body, allowed, "an endpoint", ENDPOINT_ELSEWHERE)
    verbs = sorted(
        (found[method].key.span, method) for method in METHODS if method in found
    )
    if not verbs:
        reading.report(
            rules.NO_METHOD, item.key.span, "such as `post: /`", name=item.key.text
        )
        return None
    for span, _ in verbs[1:]:
        first = Related(verbs[0][0], "the first stands here")
        reading.report(rules.TWO_METHODS, span, None, (first,), name=item.key.text)
    method = verbs[0][1]
    path = reading.text(found[method].value, f"`{method}`")
    key = reading.key(item, "the name of an endpoint")
    if path is None or key is None:
        return None
    doc, example = found.get("doc"), found.get("example")
    return EndpointDeclared(
        key=key,
        method=method.upper(),
        path=path,
        doc=reading.text(doc.value, "`doc`") if doc else None,
        body=_read_part(reading, found.get("body")),
        returns=_read_part(reading, found.get("returns")),
        examples=read_examples(reading, example.value) if example else (),
    )


def _read_part(reading: Reading, entry: Entry | None) -> Group | TypeExpr | None:
    if entry is None:
        return None
    return read_reference_or_group(reading, entry.value, f"`{entry.key.text}`")
