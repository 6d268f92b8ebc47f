"""Each fact of the API's documentation pages, checked from the outside."""

from collections import Counter
from collections.abc import Callable

import pytest

from . import endpoint_checks, field_checks, value_checks
from .cells import Cell
from .listing import Fact, facts_of
from .seeds import Seed, load_all

Check = Callable[[Cell, Fact], None]

CHECKS: dict[str, Check] = {
    "name": endpoint_checks.check_name,
    "method": endpoint_checks.check_method,
    "path": endpoint_checks.check_path,
    "base_url": endpoint_checks.check_base_url,
    "content_type": endpoint_checks.check_content_type,
    "params_class": endpoint_checks.check_params_class,
    "returns_class": endpoint_checks.check_returns_class,
    "example_arguments": endpoint_checks.check_example_arguments,
    "example_body": endpoint_checks.check_example_body,
    "example_curl": endpoint_checks.check_example_curl,
    "example_response": endpoint_checks.check_example_response,
    "example_prints": endpoint_checks.check_example_prints,
    "python": field_checks.check_python,
    "wire": field_checks.check_wire,
    "csharp": field_checks.check_csharp,
    "required": field_checks.check_required,
    "optional": field_checks.check_optional,
    "record": field_checks.check_record,
    "fields": field_checks.check_fields,
    "type": value_checks.check_type,
    "value": value_checks.check_value,
    "values": value_checks.check_values,
    "min_length": value_checks.check_min_length,
    "max_length": value_checks.check_max_length,
    "minimum": value_checks.check_minimum,
    "max_pairs": value_checks.check_max_pairs,
    "format": value_checks.check_format,
    "id_prefix": value_checks.check_id_prefix,
    "any_text": value_checks.check_any_text,
    "nullable": value_checks.check_nullable,
    "not_nullable": value_checks.check_not_nullable,
}
SEEDS = load_all()
FACTS = tuple(fact for seed in SEEDS for fact in facts_of(seed))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_fact(fact: Fact) -> None:
    """The generated package agrees."""
    CHECKS[fact.kind](Cell(fact.seed), fact)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.source)
def test_count_of_facts(seed: Seed) -> None:
    """As many facts are checked as the data says, so none is skipped silently."""
    checked = (fact for fact in FACTS if fact.seed is seed)
    assert Counter(fact.origin for fact in checked) == seed.counts


def test_each_fact_is_one_test() -> None:
    """No two facts share a name."""
    assert len({fact.id for fact in FACTS}) == len(FACTS)


def test_each_kind_of_fact_has_a_check() -> None:
    """No check is left over, and none is missing."""
    assert {fact.kind for fact in FACTS} == CHECKS.keys()
