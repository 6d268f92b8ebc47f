"""Patterns: the regular expressions that mean the same in every engine.

Comes in: a pattern as a spec writes it. Goes out: a small tree, or the problem with it;
and from the tree the lengths, samples and near misses that tests and examples are made
of. `syntax` reads, `tree` is what it reads, `samples` answers questions about it.
Imports nobody outside this folder.
"""

from specloom.patterns.samples import lengths, matches, near_misses, sample
from specloom.patterns.syntax import Problem, parse_pattern
from specloom.patterns.tree import Chars, Choice, Pattern, Repeat, Sequence

__all__ = [
    "Chars",
    "Choice",
    "Pattern",
    "Problem",
    "Repeat",
    "Sequence",
    "lengths",
    "matches",
    "near_misses",
    "parse_pattern",
    "sample",
]
