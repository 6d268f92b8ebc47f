"""Names that generated files take for themselves: the spec can't give them to anything else.

Imports nobody. `naming` reports who has one.
"""

RESERVED = frozenset(
    [
        "API",
        "Alternatives",
        "Annotated",
        "Any",
        "CONST",
        "Date",
        "Endpoint",
        "False",
        "Field",
        "Json",
        "Literal",
        "MAP",
        "MISSING",
        "Mapping",
        "Matches",
        "MaxBytes",
        "Model",
        "MultipleOf",
        "NUMBER",
        "None",
        "NotRequired",
        "OneOf",
        "Open",
        "PagedEndpoint",
        "PagedRequest",
        "Pages",
        "Params",
        "Request",
        "SearchStrategy",
        "TimeOfDay",
        "Timestamp",
        "True",
        "TypeAlias",
        "TypedDict",
        "UNIQUE",
        "Uuid",
        "ValidationError",
        "WebhookVerificationError",
    ]
)
"""Class names that the modules import, and keywords; a record can't have one."""

BUILTINS = frozenset(["bool", "dict", "float", "int", "list", "str"])
"""Built-in names that annotations use: written `builtins.list` beside a function `list`."""

TAKEN_FUNCTIONS = frozenset(("builtins", "deprecated", "st"))
"""Names that the modules of endpoints import, those of their strategies too."""

TAKEN_BY_WEBHOOKS = frozenset(
    [
        "bool",
        "bytes",
        "dict",
        "events",
        "parse",
        "read_event",
        "str",
        "type",
        "verify",
        "verify_signature",
    ]
)
"""Names that a module with webhooks has or uses; no endpoint beside them can have one."""

TAKEN_MODULES = frozenset(("strategies", "tests"))
"""Folders that every package has."""
