"""The near relatives of a pattern are all there, each once, in words that say the place."""

import pytest
from hypothesis import given, settings
from specloom.patterns import accepts, parse_pattern, relatives

from .engines import PATTERNS, TEXTS, rust

RELATIVES = {
    "`^` dropped": "(?:a|Bc)[1-9]{2,3}$",
    "`$` dropped": "^(?:a|Bc)[1-9]{2,3}",
    "`^` and `$` dropped": "(?:a|Bc)[1-9]{2,3}",
    "upper and lower case taken alike": "^(?:[Aa]|[Bb][Cc])[1-9]{2,3}$",
    "`(?:a|Bc)` dropped": "^[1-9]{2,3}$",
    "`(?:a|Bc)` doubled": "^(?:a|Bc)(?:a|Bc)[1-9]{2,3}$",
    "`(?:a|Bc)` and `[1-9]{2,3}` swapped": "^[1-9]{2,3}(?:a|Bc)$",
    "`a` is no option": "^Bc[1-9]{2,3}$",
    "`a` dropped": "^(?:|Bc)[1-9]{2,3}$",
    "`a` doubled": "^(?:aa|Bc)[1-9]{2,3}$",
    "`a` is `b`": "^(?:b|Bc)[1-9]{2,3}$",
    "`a` is `A`": "^(?:A|Bc)[1-9]{2,3}$",
    "`a` also takes ```": "^(?:[`a]|Bc)[1-9]{2,3}$",
    "`a` also takes `b`": "^(?:[ab]|Bc)[1-9]{2,3}$",
    "`Bc` is no option": "^a[1-9]{2,3}$",
    "`B` dropped": "^(?:a|c)[1-9]{2,3}$",
    "`B` doubled": "^(?:a|BBc)[1-9]{2,3}$",
    "`B` and `c` swapped": "^(?:a|cB)[1-9]{2,3}$",
    "`B` is `C`": "^(?:a|Cc)[1-9]{2,3}$",
    "`B` is `b`": "^(?:a|bc)[1-9]{2,3}$",
    "`B` also takes `A`": "^(?:a|[AB]c)[1-9]{2,3}$",
    "`B` also takes `C`": "^(?:a|[BC]c)[1-9]{2,3}$",
    "`c` dropped": "^(?:a|B)[1-9]{2,3}$",
    "`c` doubled": "^(?:a|Bcc)[1-9]{2,3}$",
    "`c` is `d`": "^(?:a|Bd)[1-9]{2,3}$",
    "`c` is `C`": "^(?:a|BC)[1-9]{2,3}$",
    "`c` also takes `b`": "^(?:a|B[bc])[1-9]{2,3}$",
    "`c` also takes `d`": "^(?:a|B[cd])[1-9]{2,3}$",
    "`[1-9]{2,3}` dropped": "^(?:a|Bc)$",
    "`[1-9]{2,3}` doubled": "^(?:a|Bc)[1-9]{2,3}[1-9]{2,3}$",
    "`[1-9]{2,3}` is `[1-9]{1,3}`": "^(?:a|Bc)[1-9]{1,3}$",
    "`[1-9]{2,3}` is `[1-9]{3}`": "^(?:a|Bc)[1-9]{3}$",
    "`[1-9]{2,3}` is `[1-9]{2,}`": "^(?:a|Bc)[1-9]{2,}$",
    "`[1-9]{2,3}` is `[1-9]`": "^(?:a|Bc)[1-9]$",
    "`[1-9]{2,3}` is `[1-9]{2}`": "^(?:a|Bc)[1-9]{2}$",
    "`[1-9]{2,3}` is `[1-9]{2,4}`": "^(?:a|Bc)[1-9]{2,4}$",
    "`[1-9]{2,3}` is `[1-9]{1,2}`": "^(?:a|Bc)[1-9]{1,2}$",
    "`[1-9]{2,3}` is `[1-9]{3,4}`": "^(?:a|Bc)[1-9]{3,4}$",
    "`[1-9]` also takes `[0-9A-Z_a-z]`": "^(?:a|Bc)[0-9A-Z_a-z]{2,3}$",
    "`[1-9]` also takes `0`": "^(?:a|Bc)[0-9]{2,3}$",
    "`[1-9]` also takes `:`": "^(?:a|Bc)[1-:]{2,3}$",
    "`[1-9]` lacks `1`": "^(?:a|Bc)[2-9]{2,3}$",
    "`[1-9]` lacks `9`": "^(?:a|Bc)[1-8]{2,3}$",
}


def test_every_small_edit_is_there_in_words() -> None:
    assert dict(relatives("^(a|Bc)[1-9]{2,3}$")) == RELATIVES


def test_a_part_says_which_it_is_of_several_alike() -> None:
    changes = {change for change, _ in relatives("^a0a$")}
    assert {"`a` (1 of 2) dropped", "`a` (2 of 2) dropped", "`0` dropped"} <= changes


def test_each_range_of_a_class_can_be_lost() -> None:
    changes = dict(relatives("^[0-9a-f]$"))
    assert changes["`[0-9a-f]` lacks `[a-f]`"] == "^[0-9]$"
    assert changes["`[0-9a-f]` lacks `[0-9]`"] == "^[a-f]$"


def test_the_ends_of_unicode_and_the_surrogates_are_no_problem() -> None:
    found = [other for _, other in relatives("^[\x00-\ud7ff][\ue000-\U0010ffff]$")]
    assert len(found) > 10
    for other in found:
        rust(other)


@settings(deadline=None)
@given(PATTERNS, TEXTS)
def test_each_is_another_text_that_engines_read_alike(
    text: str, candidate: str
) -> None:
    found = relatives(text)
    others = [other for _, other in found]
    assert len(set(others)) == len(others) == len({change for change, _ in found})
    assert text not in others
    for other in others[:40]:
        assert accepts(other, candidate) == rust(other).isinstance_python(candidate)


def test_a_huge_pattern_has_some() -> None:
    for text in ["^" + "abcde" * 1000 + "$", "^[a-z]{5000}$"]:
        assert 10 <= len(relatives(text)) <= 100


def test_what_is_not_portable_has_none() -> None:
    with pytest.raises(ValueError, match="not a portable pattern"):
        relatives(r"^\d$")
    assert parse_pattern("^[0-9]$")
