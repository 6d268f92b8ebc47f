"""JSON Schema of a build, draft 2020-12.

Comes in: an `ir.Api`. Goes out: the text of one document whose `$defs` hold each record,
named type and request body. Imports `ir`, `names` and `formats`.

The strict reading: enums are closed, and so are the records of requests; those of
responses take unknown fields. What reads differently in the two directions is there twice,
the request's with `Input` behind its name. Two keywords are our own, for want of others:
`x-maxBytes` (of the JSON, in UTF-8) and `x-enumDescriptions`.
"""

import json

from specloom import ir
from specloom.targets.jsonschema.definitions import module_title
from specloom.targets.jsonschema.document import document

__all__ = ["export", "module_title"]


def export(api: ir.Api) -> str:
    """The JSON Schema of a build, as the text of a file."""
    return json.dumps(document(api), indent=2, ensure_ascii=False) + "\n"
