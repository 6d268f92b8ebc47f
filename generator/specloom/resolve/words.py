"""Finds the `<words>` of a text, and those that have lost a bracket.

In: texts, the vocabulary. Out: matches; nothing is reported.
"""

import re
from collections.abc import Collection, Iterable

from specloom.diagnostics import nearest
from specloom.names import WORD


def lower(name: str) -> str:
    """The word that `<Name>` is a capital form of."""
    return name[0].lower() + name[1:]


def is_known(name: str, vocabulary: Collection[str]) -> bool:
    """Whether a word has a value, or is none.

    `<3>` and `<größe>` are text, unless a word is near: its letters may only look right.
    """
    if lower(name) in vocabulary:
        return True
    is_text = not (name.isascii() and name[0].isalpha())
    return is_text and nearest(name, vocabulary) is None


def is_capital(match: re.Match[str]) -> bool:
    """Whether a misspelled word is meant with a capital: `<Wner>`, `<oOwner>`, `<wner>Id`."""
    name, text = match[1], match.string
    around = (
        text[match.start() - 1 : match.start()],
        text[match.end() : match.end() + 1],
    )
    return any(letter.isupper() for letter in (*name[:2], *around))


def half_words(vocabulary: Iterable[str]) -> re.Pattern[str]:
    """Matches a word of the vocabulary with one bracket, and what a slip put for the other.

    The only group that matches is the word: `owner` of `<owner_id`, `Owner` of `Owner>Id`.
    """
    either = [
        f"[{re.escape(word[0] + word[0].upper())}]{re.escape(word[1:])}"
        for word in sorted(vocabulary, key=lambda word: (-len(word), word))
        if word
    ]
    word = f"({'|'.join(either)})" if either else "((?!))"
    return re.compile(
        rf"<{word}[A-Za-z0-9]?(?![A-Za-z0-9_]*>|[a-z0-9])"  # `<owner_id`, `<ownerm_id`
        rf"|(?<![A-Za-z0-9<])[A-Za-z0-9]?{word}>"  # `owner>_id`, `mowner>_id`
        rf"|<[^A-Za-z<>]{word}>"  # `<_owner>`
    )


def is_sound(text: str, vocabulary: Collection[str], halves: re.Pattern[str]) -> bool:
    """Whether the vocabulary has every word of the text, and each has its brackets.

    `halves` is what `half_words` makes of the vocabulary.
    """
    if "<" not in text and ">" not in text:
        return True
    return all(is_known(word, vocabulary) for word in WORD.findall(text)) and (
        halves.search(text) is None
    )
