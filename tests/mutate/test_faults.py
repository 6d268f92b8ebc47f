"""What can be wrong with a type: each fault changes it, and none lacks one."""

from typing import Any, get_args

import pytest
from specloom import ir
from specloom.diagnostics import Span
from specloom.formats import FORMATS
from specloom.mutate.faults.fields import field_faults
from specloom.mutate.faults.types import Fault, Surroundings, faults_of

from .kiosk import changed, mutants, woven

AROUND = Surroundings(("ord", "crn"), ("small",), ("plt",))
SPAN = Span("one.yaml", 1, 1, 1)
TEXT = ir.Slot(ir.StringType())

TYPES: list[ir.Type] = [
    ir.StringType(),
    ir.StringType(min=2, max=5),
    ir.StringType(pattern="^[A-Z]{2,3}$"),
    ir.StringType(format=next(iter(FORMATS))),
    ir.StringType(max=12, max_bytes=14),
    ir.IntegerType(1, 9),
    ir.IntegerType(above=0, multiple_of=5),
    ir.NumberType(-90, 90.5),
    ir.NumberType(maximum=1e300),
    ir.NumberType(multiple_of=0.5),
    ir.BooleanType(),
    ir.DateType(),
    ir.TimeType(),
    ir.DateTimeType(),
    ir.UuidType(),
    ir.IdType("ord"),
    ir.EnumType((ir.EnumValue("small"), ir.EnumValue("large"))),
    ir.EnumType((ir.EnumValue("only"),)),
    ir.ConstType("x"),
    ir.ConstType(7),
    ir.ConstType(True),
    ir.ListType(TEXT),
    ir.ListType(TEXT, 1, 2, unique=True),
    ir.MapType(ir.StringType(1, 3), ir.Slot(ir.IntegerType()), max=2),
    ir.RecordType(("orders",), "Line"),
    ir.RecordType(("orders",), "Line", max_bytes=99),
    ir.UnionType((ir.StringType(), ir.IntegerType())),
    ir.AnyType(),
    ir.AnyType(max_bytes=99),
    ir.NamedType((), "Size", ir.StringType(1, 2)),
]


def faults(type_: ir.Type) -> list[Fault]:
    """All faults of a type."""
    return [*faults_of(type_, AROUND)]


def reasons(type_: ir.Type, *, kind: str = "limit") -> dict[str, str]:
    """The faults that nobody can tell, and why."""
    return {
        fault.change: fault.equivalent
        for fault in faults(type_)
        if fault.kind == kind and fault.equivalent
    }


def test_every_kind_of_type_is_tried() -> None:
    assert {type(each) for each in TYPES} == set(get_args(ir.Type))


@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_each_type_has_faults_and_none_is_the_type_itself(type_: ir.Type) -> None:
    found = faults(type_)
    assert found
    original = type_.target if isinstance(type_, ir.NamedType) else type_
    assert all(fault.type != original for fault in found)
    assert all(fault.kind and fault.change for fault in found)


@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_no_two_faults_have_the_same_words(type_: ir.Type) -> None:
    told = [(fault.kind, fault.change) for fault in faults(type_)]
    assert sorted(told) == sorted(set(told))


@pytest.mark.parametrize(
    ("type_", "words", "made"),
    [
        (
            ir.IntegerType(1, 9),
            "maximum 9 → 8",
            ir.IntegerType(1, 8),
        ),
        (
            ir.IntegerType(1, 9),
            "minimum 1 → above 1",
            ir.IntegerType(maximum=9, above=1),
        ),
        (ir.StringType(2, 5), "max 5 → none characters", ir.StringType(2)),
        (ir.ListType(TEXT, max=2), "max 2 → 3 items", ir.ListType(TEXT, max=3)),
        (
            ir.ListType(TEXT),
            "inside: may be null",
            ir.ListType(ir.Slot(ir.StringType(), nullable=True)),
        ),
        (ir.IdType("ord"), "ord_ → crn_", ir.IdType("crn")),
        (ir.IdType("ord"), "ord_ → plt_", ir.IdType("plt")),
        (
            ir.EnumType((ir.EnumValue("a"), ir.EnumValue("b"))),
            "without 'a'",
            ir.EnumType((ir.EnumValue("b"),)),
        ),
        (
            ir.StringType(pattern="^[A-Z]{2,3}$"),
            "no pattern",
            ir.StringType(),
        ),
        (ir.ConstType(7), "7 → 8", ir.ConstType(8)),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_words_say_what_was_made(type_: ir.Type, words: str, made: ir.Type) -> None:
    assert made in [fault.type for fault in faults(type_) if fault.change == words]


def test_a_limit_that_the_pattern_never_reaches_can_not_be_told() -> None:
    """Texts of two or three letters; a limit of eight does nothing, one of three does."""
    wide = reasons(ir.StringType(2, 8, "^[A-Z]{2,3}$"))
    why = "the pattern has no text of these lengths"
    assert wide == {
        "min 2 → 1 characters": why,
        "min 2 → none characters": why,
        "max 8 → 7 characters": why,
        "max 8 → 9 characters": why,
        "max 8 → none characters": why,
    }
    narrow = reasons(ir.StringType(2, 3, "^[A-Z]{2,}$"))
    assert narrow == {"min 2 → 1 characters": why, "min 2 → none characters": why}


def test_an_endless_pattern_lets_every_limit_be_told() -> None:
    assert reasons(ir.StringType(2, 8, "^[A-Z]*$")) == {}


def test_nobody_can_tell_a_minimum_of_zero() -> None:
    why = "every text has at least 0 characters"
    assert reasons(ir.StringType(min=0)) == {"min 0 → none characters": why}
    assert reasons(ir.StringType(min=1)) == {}


def test_one_item_is_always_unique() -> None:
    why = "no list of one item has two that are equal"
    assert reasons(ir.ListType(TEXT, max=1)) == {"items have to differ": why}
    assert reasons(ir.ListType(TEXT, max=1, unique=True)) == {"items may be equal": why}
    assert reasons(ir.ListType(TEXT, max=2)) == {}


def test_any_json_may_be_null_anyhow() -> None:
    why = "any JSON may be null anyhow"
    inside = reasons(ir.ListType(ir.Slot(ir.AnyType())), kind="nullability")
    assert inside == {"inside: may be null": why}
    field = ir.Field("note", "note", ir.AnyType(), True, False, SPAN)
    found = {
        fault.change: fault.equivalent
        for fault in field_faults((field,), AROUND)
        if fault.kind == "nullability"
    }
    assert found == {"never null → may be null": why}
    assert reasons(ir.ListType(TEXT), kind="nullability") == {}


def test_patterns_that_match_the_same_texts_can_not_be_told() -> None:
    found = reasons(ir.StringType(max=1, pattern="^[a-z]+$"), kind="pattern")
    assert set(found.values()) <= {"both patterns match the same texts"}
    assert found, "of texts of one letter none has two"


def test_a_field_can_lose_all_that_it_has() -> None:
    fields = (
        ir.Field("item_name", "itemName", ir.StringType(), True, False, SPAN),
        ir.Field("amount", "amount", ir.IntegerType(), True, False, SPAN),
    )
    found = [*field_faults(fields, AROUND)]
    assert all(fault.fields != fields for fault in found)
    told = {(fault.name, fault.kind, fault.change) for fault in found}
    assert told >= {
        ("item_name", "extra keys", "gone"),
        ("item_name", "presence", "required → optional"),
        ("item_name", "nullability", "never null → may be null"),
        ("item_name", "wire name", "itemName → item_name"),
        ("item_name", "wire name", "itemName and amount swapped"),
        ("amount", "limit", "minimum none → 0"),
    }


def test_no_mutant_has_the_api_of_the_build() -> None:
    api = woven().resolved.api
    assert [m for m in mutants() if changed(m) == api] == []


def test_mutants_are_always_in_the_same_order() -> None:
    told = [mutant[:5] for mutant in mutants()]
    mutants.cache_clear()
    assert [mutant[:5] for mutant in mutants()] == told


def test_every_kind_of_fault_is_seeded() -> None:
    kinds: set[Any] = {mutant.kind for mutant in mutants()}
    assert kinds == {
        "auth",
        "enum",
        "errors",
        "extra keys",
        "id prefix",
        "lifetime",
        "limit",
        "method",
        "nullability",
        "pages",
        "path",
        "pattern",
        "place",
        "presence",
        "returns",
        "type",
        "variant",
        "wire name",
    }
