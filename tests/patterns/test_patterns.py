"""Patterns mean the same in three engines, and the answers about them are true."""

import itertools
import json
import re
import shutil
import subprocess
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specloom.patterns import (
    Chars,
    Choice,
    Problem,
    Repeat,
    Sequence,
    lengths,
    matches,
    near_misses,
    parse_pattern,
    sample,
)

from .engines import PATTERNS, TEXTS, UID, parsed, rust


def one(char: str) -> Chars:
    return Chars(((ord(char), ord(char)),))


# --- what is read

TREES = {
    "^$": Sequence(()),
    "^a$": one("a"),
    "^ab$": Sequence((one("a"), one("b"))),
    "^(a|b)$": Choice((one("a"), one("b"))),
    "^(?:a|)$": Choice((one("a"), Sequence(()))),
    "^a*$": Repeat(one("a"), 0, None),
    "^a+$": Repeat(one("a"), 1, None),
    "^a?$": Repeat(one("a"), 0, 1),
    "^a{3}$": Repeat(one("a"), 3, 3),
    "^a{3,}$": Repeat(one("a"), 3, None),
    "^a{3,5}$": Repeat(one("a"), 3, 5),
    "^(a+)+$": Repeat(Repeat(one("a"), 1, None), 1, None),
    "^[a-cb-f]$": Chars(((0x61, 0x66),)),
    "^[ca]$": Chars(((0x61, 0x61), (0x63, 0x63))),
    "^[-a]$": Chars(((0x2D, 0x2D), (0x61, 0x61))),
    "^[a-]$": Chars(((0x2D, 0x2D), (0x61, 0x61))),
    r"^[a\-c]$": Chars(((0x2D, 0x2D), (0x61, 0x61), (0x63, 0x63))),
    "^[a^]$": Chars(((0x5E, 0x5E), (0x61, 0x61))),
    r"^[\]\\]$": Chars(((0x5C, 0x5D),)),
    r"^\t\n\r$": Sequence((one("\t"), one("\n"), one("\r"))),
    r"^\x41\u00e9$": Sequence((one("A"), one("é"))),
    r"^\.\/\$$": Sequence((one("."), one("/"), one("$"))),
    r"^[^\x00-`]$": Chars(((0x61, 0xD7FF), (0xE000, 0x10FFFF))),
    "^[\ud7ff-\ue000]$": Chars(((0xD7FF, 0xD7FF), (0xE000, 0xE000))),
    "^\U0001f600$": one("\U0001f600"),
}


@pytest.mark.parametrize("text", TREES)
def test_a_portable_pattern_is_read(text: str) -> None:
    assert parse_pattern(text) == TREES[text]
    re.compile(text)
    rust(text)


REFUSED = {
    "": (0, 1),
    "a": (0, 1),
    "^": (0, 1),
    "^a": (1, 1),
    r"^a\$": (3, 1),
    "^a|b$": (2, 1),
    "^a)$": (2, 1),
    "^(a$": (1, 1),
    "^[a$": (1, 1),
    "^[$": (1, 1),
    "^a^b$": (2, 1),
    "^a$b$": (2, 1),
    "^*$": (1, 1),
    "^(+)$": (2, 1),
    "^a.$": (2, 1),
    "^a]$": (2, 1),
    "^a}$": (2, 1),
    "^a{$": (2, 1),
    "^a{}$": (2, 2),
    "^a{,3}$": (2, 4),
    "^a{3,2}$": (2, 5),
    "^a{1$": (2, 2),
    "^a{5001}$": (2, 6),
    "^a{99999999999999999999}$": (2, 22),
    "^(a{100}){51}$": (0, 14),
    "^a**$": (3, 1),
    "^a{2}{3}$": (5, 1),
    "^a*?$": (3, 1),
    "^a++$": (3, 1),
    "^(a*)*$": (1, 5),
    "^(a?|b)+$": (1, 7),
    "^(){2,}$": (1, 6),
    "^[]$": (1, 2),
    "^[^]$": (1, 3),
    r"^[^\x00-􏿿]$": (1, 9),
    "^[z-a]$": (2, 3),
    "^[a-c-e]$": (5, 1),
    "^[a-c--]$": (5, 1),
    "^[ab-]c-]$": (8, 1),
    "^[ab-cd--]$": (7, 2),
    "^[a--]$": (3, 2),
    "^[a&&b]$": (3, 2),
    "^[a~~b]$": (3, 2),
    "^[a||b]$": (3, 2),
    "^[a[b]$": (3, 1),
    "^[[:alpha:]]$": (2, 1),
    r"^\d$": (1, 2),
    r"^[\d]$": (2, 2),
    r"^\w\s$": (1, 2),
    r"^[\S]$": (2, 2),
    r"^\bx$": (1, 2),
    r"^\Ax$": (1, 2),
    r"^x\Z$": (2, 2),
    r"^(a)\1$": (4, 2),
    r"^\p{L}$": (1, 2),
    r"^\-$": (1, 2),
    r"^\_$": (1, 2),
    r"^\0$": (1, 2),
    r"^\v$": (1, 2),
    r"^\x4$": (1, 2),
    r"^\u{41}$": (1, 2),
    r"^\ud800$": (1, 6),
    r"^\U0001F600$": (1, 2),
    "^(?=a)$": (1, 3),
    "^(?!a)$": (1, 3),
    "^(?<=a)$": (1, 4),
    "^(?<!a)$": (1, 4),
    "^(?P<n>a)$": (1, 4),
    "^(?<n>a)$": (1, 3),
    "^(?P=n)$": (1, 4),
    "^(?i)a$": (1, 2),
    "^(?>a)$": (1, 3),
    "^(?#a)$": (1, 3),
    "^" + "(" * 51 + ")" * 51 + "$": (51, 1),
    "^\ud800$": (1, 1),
}


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_is_not_portable_is_refused_at_its_place(text: str) -> None:
    problem = parse_pattern(text)
    assert isinstance(problem, Problem)
    assert (problem.position, problem.length) == REFUSED[text]


def test_the_hint_for_a_wide_class_is_the_narrow_one() -> None:
    hints = {
        r"^\d$": "write `[0-9]`",
        r"^\W$": "write `[^A-Za-z0-9_]`",
        r"^[a\d]$": "write `0-9`",
    }
    for text, hint in hints.items():
        problem = parse_pattern(text)
        assert isinstance(problem, Problem)
        assert problem.hint == hint


def test_fifty_groups_are_fine() -> None:
    assert parsed("^" + "(" * 50 + "a" + ")" * 50 + "$") == one("a")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.characters(min_codepoint=128), min_size=1, max_size=300))
def test_the_largest_repeat_that_is_accepted_fits_into_rusts_limit(
    chars: list[str],
) -> None:
    inside = "".join(chars)
    for count in (5000, 1000, 200, 50, 10):
        text = f"^[{inside}]{{{count}}}$"
        if not isinstance(parse_pattern(text), Problem):
            rust(text)
            return


# --- against the engines


@settings(deadline=None)
@given(PATTERNS, TEXTS)
def test_three_readers_agree_on_any_text(text: str, candidate: str) -> None:
    expected = re.fullmatch(text, candidate) is not None
    assert matches(parsed(text), candidate) == expected
    assert rust(text).isinstance_python(candidate) == expected


@settings(deadline=None, max_examples=500)
@given(st.text(r"ab0-^$\.[](){}|*+?,:&~xudw12", max_size=12), TEXTS)
def test_whatever_is_accepted_means_the_same(inside: str, candidate: str) -> None:
    for text in (inside, f"^{inside}$"):
        found = parse_pattern(text)
        if isinstance(found, Problem):
            assert 0 <= found.position <= max(0, len(text) - 1)
            assert found.length >= 1
            continue
        expected = re.fullmatch(text, candidate) is not None
        assert matches(found, candidate) == expected
        assert rust(text).isinstance_python(candidate) == expected


@settings(deadline=None)
@given(PATTERNS, st.integers(0, 40), st.integers(0, 1000))
def test_samples_match(text: str, length: int, pick: int) -> None:
    pattern = parsed(text)
    exact = sample(pattern, length, pick)
    assert (exact is None) == (length not in lengths(pattern, 40))
    short = sample(pattern, None, pick)
    assert short is not None
    for found in (exact, short):
        if found is not None:
            assert re.fullmatch(text, found)
            rust(text).validate_python(found)
    assert exact is None or len(exact) == length


@settings(deadline=None)
@given(PATTERNS)
def test_near_misses_miss(text: str) -> None:
    misses = near_misses(parsed(text))
    assert misses == near_misses(parsed(text))
    assert len(set(misses)) == len(misses) <= 12
    for miss in misses:
        assert not re.fullmatch(text, miss)
        assert not rust(text).isinstance_python(miss)


@settings(deadline=None)
@given(PATTERNS)
def test_lengths_are_those_that_trying_everything_finds(text: str) -> None:
    pattern = parsed(text)
    alphabet = "abA0é.\n_"
    letters = [c for c in alphabet if c in text or c in "ab"][:4]
    tried = {
        length
        for length in range(5)
        for chars in itertools.product(letters, repeat=length)
        if re.fullmatch(text, "".join(chars))
    }
    assert tried <= lengths(pattern, 4)
    for length in lengths(pattern, 4):
        found = sample(pattern, length)
        assert found is not None
        assert len(found) == length


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
@settings(max_examples=10, deadline=None)
@given(st.lists(PATTERNS, min_size=1, max_size=60, unique=True))
def test_ecmascript_agrees(texts: list[str]) -> None:
    cases: list[tuple[str, str, bool]] = []
    for text in [*texts, *TREES]:
        pattern = parsed(text)
        cases += [(text, miss, False) for miss in near_misses(pattern)]
        cases += [(text, sample(pattern, None, pick) or "", True) for pick in range(4)]
    program = (
        "const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const wrong = cases.filter(([p, t, w]) => new RegExp(p, 'u').test(t) !== w);"
        "console.log(JSON.stringify(wrong));"
    )
    done = subprocess.run(
        ["node", "-e", program],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == []


# --- what samples are like


def test_samples_are_readable_and_pick_varies_them() -> None:
    assert sample(parsed("^usr_[0-9a-f]{32}$")) == (
        "usr_ef0123456789abcdef0123456789abcd"
    )
    assert sample(parsed("^[A-Z]{3}[0-9]*$"), 6) == "ABC345"
    assert sample(parsed("^[ -~]{4}$")) == "abcd"
    assert sample(parsed("^[一-龥]$")) == "一"
    assert sample(parsed("^a*$")) == "a"
    assert sample(parsed("^(a{100})?$"), 0) == ""
    assert len({sample(parsed("^(x|[a-c]{2})$"), 2, n) for n in range(9)}) == 9


def test_lengths_of_a_uid() -> None:
    assert lengths(parsed(UID), 64) == frozenset(range(3, 65))
    assert lengths(parsed("^(abc|a{7})*$"), 10) == {0, 3, 6, 7, 9, 10}


def test_near_misses_hold_the_classic_mistakes() -> None:
    hexes = "ef0123456789abcdef0123456789abcd"
    misses = near_misses(parsed("^usr_[0-9a-f]{32}$"), 100)
    assert {
        f"usr_{hexes}\n",
        f"usr_{hexes[:-1]}",
        f"usr_{hexes}d",
        f"usr_{hexes}".swapcase(),
        f"usr_{hexes[:-1]}D",
        f" usr_{hexes}",
        f"usr_g{hexes[1:]}",
        "",
    } <= set(misses)
    assert any("\u0669" in miss for miss in misses)
    assert near_misses(parsed("^[a-z]{2,3}$"), 4) == ("ab\n", "a", "abc\n", "abcc")


def test_no_pattern_makes_the_answers_explode() -> None:
    started = time.process_time()
    for text in ["^(a+)+b$", "^((a|aa)+c?)+$", "^(a?){60}b{60}$", f"{UID}"]:
        pattern = parsed(text)
        assert not matches(pattern, "a" * 1000 + "!")
        lengths(pattern, 1000)
        sample(pattern, 1000)
        near_misses(pattern)
    assert time.process_time() - started < 10
