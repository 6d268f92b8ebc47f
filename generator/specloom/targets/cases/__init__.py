"""The values that a type's tests are made of: valid ones, ones at each limit, broken ones.

In: `ir.Type`s. Out: cases, in no language: a target writes them down. They say what the spec
means, so the tests of a package do not depend on how the package checks. `values` is what they
are made of; `texts`, `numbers` and `of_type` make them.
"""

from specloom.targets.cases.of_type import cases_of
from specloom.targets.cases.values import (
    Array,
    Bad,
    Cases,
    Items,
    Moment,
    Nested,
    Object,
    OnWire,
    Pairs,
    Times,
    Value,
)

__all__ = [
    "Array",
    "Bad",
    "Cases",
    "Items",
    "Moment",
    "Nested",
    "Object",
    "OnWire",
    "Pairs",
    "Times",
    "Value",
    "cases_of",
]
