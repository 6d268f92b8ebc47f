"""JSON Schema of a build, draft 2020-12.

Comes in: an `ir.Api`. Goes out: the text of one document. Imports `ir`, `names` and `formats`.

Its `$defs` hold each record and named type, and of each endpoint what it has of: `…Path`,
`…Query` and `…Headers` (the arguments by the names that are sent, as JSON values: how a URL
writes them is not said), `…Params` (the body) and `…Response` (an answer that is one of
several records; any other is the record). Pages, errors, events and replies are records.

The strict reading: enums are closed, and so are the records of requests; those of
responses take unknown fields, and headers have others beside them. What reads differently in
the two directions is there twice, the request's with `Input` behind its name. Three keywords
are our own, for want of others: `x-maxBytes` (of the JSON, in UTF-8), `x-enumDescriptions`,
and `x-enumDeprecated` (a list of values).
"""

import json

from specloom import ir
from specloom.targets.jsonschema.definitions import module_title
from specloom.targets.jsonschema.document import document

__all__ = ["export", "module_title"]


def export(api: ir.Api) -> str:
    """The JSON Schema of a build, as the text of a file."""
    return json.dumps(document(api), indent=2, ensure_ascii=False) + "\n"
