"""Patterns: the regular expressions that mean the same in every engine.

Comes in: a pattern as a spec writes it. Goes out: a small tree, or the problem with it;
and from the tree the lengths, samples, near misses and near relatives that tests and
examples are made of. `syntax` reads, `tree` is what it reads, `render` writes it back;
`samples` answers questions about one pattern, `relatives` says what slips make of it,
and `language` whether two are the same. Imports nobody outside this folder.
"""

from specloom.patterns.language import Lengths, accepts, same_language, witness
from specloom.patterns.relatives import Relative, relatives
from specloom.patterns.render import render
from specloom.patterns.samples import lengths, matches, near_misses, sample
from specloom.patterns.syntax import Problem, parse_pattern
from specloom.patterns.tree import (
    Chars,
    Choice,
    Pattern,
    Repeat,
    Sequence,
    shortest,
    size,
)

__all__ = [
    "Chars",
    "Choice",
    "Lengths",
    "Pattern",
    "Problem",
    "Relative",
    "Repeat",
    "Sequence",
    "accepts",
    "lengths",
    "matches",
    "near_misses",
    "parse_pattern",
    "relatives",
    "render",
    "same_language",
    "sample",
    "shortest",
    "size",
    "witness",
]
