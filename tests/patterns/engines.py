"""Patterns to try, and the engines to ask about them."""

from functools import cache

from hypothesis import strategies as st
from pydantic_core import SchemaValidator, core_schema
from specloom.patterns import Pattern, Problem, parse_pattern

UID = r"^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))+$"


def parsed(text: str) -> Pattern:
    """The tree of a pattern that is portable."""
    pattern = parse_pattern(text)
    assert not isinstance(pattern, Problem), (text, pattern)
    return pattern


@cache
def rust(pattern: str) -> SchemaValidator:
    """The engine that packages check with."""
    return SchemaValidator(core_schema.str_schema(pattern=pattern, strict=True))


_ATOMS = st.sampled_from(
    ["a", "b", "0", "[ab]", "[^a]", "[a-c0-9]", r"\.", r"\n", "é", "[à-ü_-]", r"\x41"]
)
_QUANTIFIERS = st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "{0,2}", "{2,}"])


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = inner.map(lambda text: f"({text})")
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, max_size=3).map(lambda texts: f"({'|'.join(texts)})"),
        st.tuples(group, _QUANTIFIERS).map("".join),
        st.tuples(_ATOMS, _QUANTIFIERS).map("".join),
    )


PATTERNS = (
    st.recursive(_ATOMS, _wider, max_leaves=8)
    .map(lambda text: f"^{text}$")
    .filter(lambda text: not isinstance(parse_pattern(text), Problem))
)
TEXTS = st.text("abcAB09.\né_\u0660 ", max_size=6)
