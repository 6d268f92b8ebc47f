"""Reads api.yaml: what holds for a whole API.

In: a tree of `source`. Out: `ApiDeclared`; mistakes go to the diagnostics.
"""

import re

from specloom.diagnostics import Related, Span, nearest, rules
from specloom.names import IDENTIFIER
from specloom.source import Entry, Mapping, Node, Scalar, Sequence
from specloom.spec import language
from specloom.spec.keys import part, text_of
from specloom.spec.reading import SUCH_AS, Reading
from specloom.spec.syntax import (
    ApiDeclared,
    BuildDeclared,
    PagingDeclared,
    QueryDeclared,
    Text,
    VariantDeclared,
)
from specloom.spec.values import read_reference_or_group
from specloom.spec.vocabulary import read_vocabulary

_NAME = re.compile(r"\S+")
_HELD = re.compile(r"\{[^{}]*\}?|<[^<>]*>?")
SNAKE_CASE = "lower case, digits and underscores"


def read_api(reading: Reading, root: Mapping) -> ApiDeclared:
    """api.yaml; what is missing was reported, and is empty."""
    found = reading.known(root, language.API)
    texts = {
        key: reading.text(found[key].value, f"`{key}`")
        for key in ("specloom", "name", "base_url", "doc", "wire_case")
        if key in found
    }
    version = texts.get("specloom")
    if version is not None and version.text != language.VERSION:
        reading.report(
            rules.WRONG_VERSION,
            version.span,
            f"this version reads {language.VERSION}",
            value=version.text,
        )
    missing = Text("", Span(root.span.file, 1, 1, 2))  # already reported
    name, base_url = texts.get("name") or missing, texts.get("base_url") or missing
    if name.text and not IDENTIFIER.fullmatch(name.text):
        reading.report(
            rules.BAD_NAME, name.span, SNAKE_CASE, name=name.text, what="an API"
        )
    _check_base_url(reading, base_url)
    cases = language.API.keys["wire_case"].choices
    variants = _read_variants(reading, found.get("variants"))
    columns = [variant.key.name.text for variant in variants]
    vocabulary, words = read_vocabulary(reading, found.get("vocabulary"), columns)
    return ApiDeclared(
        name=name,
        doc=texts.get("doc"),
        base_url=base_url,
        auth=_read_auth(reading, found.get("auth")),
        wire_case=_read_choice(reading, texts.get("wire_case"), "`wire_case`", cases),
        query=_read_query(reading, found.get("query")),
        paging=_read_paging(reading, found.get("paging")),
        acronyms=_read_texts(reading, found, "acronyms"),
        products=_read_texts(reading, found, "products"),
        releases=_read_texts(reading, found, "releases"),
        variants=variants,
        vocabulary=vocabulary,
        words=words,
        builds=_read_builds(reading, found.get("builds")),
        span=Span(root.span.file, 1, 1, 2),
    )


def _check_base_url(reading: Reading, url: Text) -> None:
    if not url.text or language.BASE_URL.fullmatch(url.text):
        return
    hint = "such as `https://api.example.com`, perhaps with a path"
    if (held := _HELD.search(url.text)) is not None:
        hint = f"nothing fills in `{held[0]}`: write what stands there"
    where, wanted = "`base_url`", "`https://` and a host"
    reading.report(rules.WRONG_NODE, url.span, hint, where=where, wanted=wanted)


def _read_choice(
    reading: Reading, text: Text | None, where: str, choices: tuple[str, ...]
) -> str:
    if text is None:
        return choices[0]
    if text.text not in choices:
        near = nearest(text.text, choices)
        reading.report(
            rules.BAD_CHOICE,
            text.span,
            f"did you mean `{near}`?" if near else None,
            where=where,
            value=text.text,
            choices=", ".join(f"`{choice}`" for choice in choices),
        )
        return choices[0]
    return text.text


def _read_texts(
    reading: Reading, found: dict[str, Entry], key: str
) -> tuple[Text, ...]:
    if key not in found:
        return ()
    node = found[key].value
    if isinstance(node, Sequence) and not node.items and key != "acronyms":
        reading.report(
            rules.WRONG_NODE,
            node.span,
            f"such as `{key}: {SUCH_AS[key]}`",
            where=f"`{key}`",
            wanted="a list of names",
        )
    if isinstance(node, Sequence) and key == "releases":
        items = (each for item in node.items for each in _apart(reading, item))
        node = node._replace(items=tuple(items))
    return reading.texts(node, f"`{key}`")


def _apart(reading: Reading, item: Node) -> list[Node]:
    """An item of a list; if it is several releases without a comma, each of them."""
    names = [*_NAME.finditer(item.text)] if isinstance(item, Scalar) else []
    if not isinstance(item, Scalar) or len(names) < 2:
        return [item]
    alike = len({len(name[0]) for name in names}) == 1  # `2026 01` is a slip in one
    if not alike or not all(language.RELEASE.fullmatch(name[0]) for name in names):
        return [item]
    hint = f"did you mean `{', '.join(name[0] for name in names)}`?"
    reading.report(rules.BAD_NAME, item.span, hint, name=item.text, what="a release")
    return [Scalar(part(item, *name.span()), name[0], item.plain) for name in names]


def _read_query(reading: Reading, entry: Entry | None) -> QueryDeclared:
    choices = language.QUERY.keys["lists"].choices
    mapping = reading.mapping(entry.value, "`query`") if entry else None
    if mapping is None:
        return QueryDeclared(choices[0], None)
    found = reading.known(mapping, language.QUERY)
    lists = reading.text(found["lists"].value, "`lists`") if "lists" in found else None
    null: Text | None = None
    if "null" in found:
        node = found["null"].value
        if isinstance(node, Scalar) and node.plain and node.text in language.NULLS:
            reading.report(
                rules.WRONG_NODE,
                node.span,
                'the text stands in quotes: `"null"`',
                where="`null`",
                wanted="the text that stands for null",
            )
            null = text_of(node)  # so that nothing else is said of it
        else:
            null = reading.text(node, "`null`") or Text("null", node.span)
    return QueryDeclared(
        _read_choice(reading, lists, "`lists`", choices),
        null.text if null else None,
    )


def _read_paging(reading: Reading, entry: Entry | None) -> PagingDeclared | None:
    mapping = reading.mapping(entry.value, "`paging`") if entry else None
    if mapping is None or entry is None:
        return None
    found = reading.known(mapping, language.PAGING)
    parts = {
        key: read_reference_or_group(reading, found[key].value, f"`{key}`")
        for key in ("query", "reply")
        if key in found
    }
    return PagingDeclared(
        query=parts.get("query"),
        reply=parts.get("reply"),
        cursor=_read_cursor(reading, found.get("cursor")),
        more=reading.text(found["more"].value, "`more`") if "more" in found else None,
        span=entry.key.span,
    )


def _read_cursor(reading: Reading, entry: Entry | None) -> tuple[Text, Text] | None:
    if entry is None:
        return None
    node = entry.value
    if isinstance(node, Mapping) and len(node.entries) == 1:
        reply = reading.text(node.entries[0].value, "`cursor`")
        return (reading.plain_key(node.entries[0]), reply) if reply else None
    reading.report(
        rules.WRONG_NODE,
        node.span,
        "such as `cursor: {cursor: next_cursor}`",
        where="`cursor`",
        wanted="an argument and the field of the reply that it is taken from",
    )
    return None


def _read_auth(reading: Reading, entry: Entry | None) -> tuple[Text, Text] | None:
    mapping = reading.mapping(entry.value, "`auth`") if entry else None
    if mapping is None:
        return None
    found = reading.known(mapping, language.AUTH)
    if len(found) < len(language.AUTH.keys):
        return None
    scheme = reading.text(found["scheme"].value, "`scheme`")
    env = reading.text(found["env"].value, "`env`")
    if scheme is None or env is None:
        return None
    _read_choice(reading, scheme, "`scheme`", language.AUTH.keys["scheme"].choices)
    if (
        not env.text.replace("_", "").isalnum()
        or not env.text.isascii()
        or env.text[0].isdigit()
    ):
        reading.report(
            rules.BAD_NAME,
            env.span,
            "letters, digits and underscores, such as `SHOP_KEY`",
            name=env.text,
            what="an environment variable",
        )
        return None
    return scheme, env


def _read_variants(
    reading: Reading, entry: Entry | None
) -> tuple[VariantDeclared, ...]:
    variants: list[VariantDeclared] = []
    for item, is_told in _variants(reading, entry):
        key = reading.key(item, "a variant")
        such = "the text itself, such as `org: Organization`"
        where = "the title of a variant"
        title = None if is_told else reading.text(item.value, where, such)
        if key is None:
            continue
        chosen = [mark for mark in key.marks if mark.kind == "@"]
        if chosen:
            reading.report(
                rules.NO_MARKS,
                chosen[0].span,
                "take it out",
                where="a variant, but for those of releases",
            )
        first = next((v for v in variants if v.key.name.text == key.name.text), None)
        if first is not None:
            reading.report(
                rules.REPEATED,
                key.name.span,
                None,
                (Related(first.key.name.span, "first stands here"),),
                name=key.name.text,
                where="`variants`",
            )
            continue
        variants.append(VariantDeclared(key, title or key.name))
    return tuple(variants)


def _variants(reading: Reading, entry: Entry | None) -> list[tuple[Entry, bool]]:
    """The entries of `variants`, and whether it was told that one lacks its title."""
    if entry is None:
        return []
    mapping = reading.mapping(entry.value, "`variants`")
    if mapping is not None:
        return [(item, False) for item in mapping.entries]
    names = entry.value.items if isinstance(entry.value, Sequence) else ()
    return [(Entry(name, name), True) for name in names if isinstance(name, Scalar)]


def _read_builds(reading: Reading, entry: Entry | None) -> tuple[BuildDeclared, ...]:
    mapping = reading.mapping(entry.value, "`builds`") if entry else None
    builds = []
    if mapping is not None and not mapping.entries:
        hint = f"such as `builds: {SUCH_AS['builds']}`"
        reading.report(rules.NO_BUILDS, mapping.span, hint)
    for item in mapping.entries if mapping else ():
        key = reading.key(item, "a build")
        body = reading.mapping(item.value, "a build")
        if key is None or body is None:
            continue
        if key.marks:
            hint = "take them out: `variant` and `release` choose what it shows"
            reading.report(rules.NO_MARKS, item.key.span, hint, where="a build")
        found = reading.known(body, language.BUILD)
        products = (
            _read_texts(reading, found, "products") if "products" in found else None
        )
        variant = (
            reading.text(found["variant"].value, "`variant`")
            if "variant" in found
            else None
        )
        release = (
            reading.text(found["release"].value, "`release`")
            if "release" in found
            else None
        )
        builds.append(BuildDeclared(key, variant, release, products, item.key.span))
    return tuple(builds)
