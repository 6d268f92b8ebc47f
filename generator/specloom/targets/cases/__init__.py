"""What the tests of a package try for texts of a pattern, in no language.

In: `ir.StringType`s. Out: texts, which a target writes down. They say what the spec means, so
the tests do not depend on how the package checks. All other kinds of values are simple enough
for the package's own tests to make them.
"""

from specloom.targets.cases.check import check_texts
from specloom.targets.cases.texts import TextCases, text_cases

__all__ = ["TextCases", "check_texts", "text_cases"]
