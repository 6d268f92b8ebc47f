"""Finds the `<words>` of a text, and those that have lost a bracket.

In: texts, the vocabulary. Out: matches; nothing is reported.
"""

import re
from collections.abc import Collection, Iterable

from specloom.diagnostics import nearest
from specloom.diagnostics.suggest import slips_from
from specloom.names import WORD, capital
from specloom.spec.keys import meant_by


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


def with_word_inside(name: str, vocabulary: Collection[str]) -> str | None:
    """What is meant by an unknown word that holds a known one: `<buyer>_id` by `buyer_id`."""
    near = nearest(name, vocabulary)
    slips = slips_from(name, near) if near is not None else None
    if slips is not None and slips[0] <= 1:
        return None  # a slip of the hand
    for word in sorted(vocabulary, key=lambda word: (-len(word), word)):
        for form, around in (
            (word, (r"\w+_|", r"_\w+|")),
            (capital(word), (r"\w*[a-z0-9_]|", r"[A-Z_]\w*|")),
        ):
            before, behind = around
            match = re.fullmatch(rf"({before}){re.escape(form)}({behind})", name)
            if match is not None:
                return f"{match[1]}<{form}>{match[2]}"
    return None


def way_out(match: re.Match[str]) -> str | None:
    """The hint for an unknown word where something else than a word may be meant."""
    name, text = match[1], match.string
    if re.fullmatch(r"[A-Za-z]+<[\w<>]+>", text):  # `Vec<Loaf>`
        return meant_by(text)
    add = "add it to `vocabulary` in api.yaml"
    segment = rf"(^|/)(<{name}>|\{{<{name}>\}})(/|$)"
    if text.startswith("/") and re.search(segment, text):
        return f"did you mean `{{{name}}}`? If it is a word, {add}"
    return f"{add}; or write `{name}`, if it is none" if text == match[0] else None


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
        rf"|< +{word} +>"  # `< owner >`
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
