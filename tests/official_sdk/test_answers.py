"""The official SDK, in its strict mode, accepts what the strategies draw as answers."""

from typing import Any

import pytest
from hypothesis import given

from . import ours, theirs
from .equality import nothing_unknown, same


@pytest.mark.parametrize("endpoint", theirs.endpoints())
def test_fifty_answers_are_accepted_and_read_as_they_are(endpoint: str) -> None:
    arguments = ours.first(ours.arguments(endpoint), lambda _: True)
    answers = []

    @ours.DRAWN
    @given(ours.answers(endpoint))
    def accepted(answer: Any) -> None:
        answers.append(answer)
        found = theirs.call(endpoint, arguments, answer, strict=True).found
        nothing_unknown(found)
        same(found.to_dict(mode="json"), answer)

    accepted()
    assert len(answers) >= 50
