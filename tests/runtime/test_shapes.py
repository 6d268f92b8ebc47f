"""The shapes of text that packages check are those that the generator knows."""

import pytest
from specloom import ir
from specloom.resolve.judging import text_problem
from specloom.runtime.tests._kinds import (
    BASE64,
    DATE,
    EMAIL,
    TIME,
    TIMESTAMP,
    URL,
    UUID,
)
from specloom.runtime.tests._tables import Kind, written

PAIRS = [
    (DATE, ir.DateType()),
    (TIME, ir.TimeType()),
    (TIMESTAMP, ir.DateTimeType()),
    (UUID, ir.UuidType()),
    (EMAIL, ir.StringType(format="email")),
    (URL, ir.StringType(format="url")),
    (BASE64, ir.StringType(format="base64")),
]


@pytest.mark.parametrize(("kind", "type_"), PAIRS, ids=lambda part: type(part).__name__)
def test_the_generator_judges_the_tables_as_packages_do(
    kind: Kind, type_: ir.Type
) -> None:
    for value in (kind.valid, *kind.good):
        assert text_problem(written(value), type_) is None, value
    for bad in kind.bad:
        value = written(bad[0])
        if isinstance(value, str):
            assert text_problem(value, type_) is not None, value
