"""Spoils a spec in one to four places: its bytes, its YAML, or what it says.

In: a spec's files and a source of chance. Out: the spoilt files. The same chance spoils in the
same way on every machine.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from tests.fuzz.corpus import Files, corpus

Spoilt: TypeAlias = dict[str, bytes]
Chance: TypeAlias = random.Random

BYTES = (
    b"\0 \xff \xfe\xff \xef\xbb\xbf \xc3 \xed\xa0\x80 \xf4\x90\x80\x80 \xe2\x80\xa8 \x85"
    b" \x1b[2J"
    b" \r \t \n\n \r\n : # - ? ' \" ` | > & * ! % @ { } [ ] , ---\n ...\n %YAML\t1.3\n <<"
    b" &a *a !!python/object:os.system !!int \\ -- \\ud800 ~ = <owner> .nan 0x1F 1_0"
).split(b" ")

ENDLESS = "9" * 5000


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(" "))


LIMITS = _listed(
    "string(9..1) string(..) string(0) string(-1..) string(..1e3) string(1.5) string(a..b)"
    f" string(..{10**100}) string({10**100}..) string({10**100}) string(2000..2001)"
    " list[string](100000..) list[string](9..1) map[string,string](100000) list[any](..0)"
    " integer(1e999..) integer(1e999999) integer(..-0) integer(010..) integer(9..1)"
    f" integer({10**100}..{10**101}) integer(-{9**300}..) integer({ENDLESS}..)"
    " integer(7) number(1e308..1e309) number(nan..) number(.5..) number(-inf..inf)"
    " number(1e-400..) number(5e-324..5e-324) number(0.1..0.1) number(-0..0)"
)

TYPES = _listed(
    "string integer number boolean date time datetime uuid email url any null list map"
    " Nobody <owner> <Owner>Id <<owner>> <nobody> < > string|null null|null|null string|string"
    " list[string list[] list[,] list] list[null] list[list[null]] map[] map[string]"
    " map[list[string],string] map[any,any] map[integer,string] map[string|null,null]"
    " string|integer|null|boolean|list[any]|map[string,any] integer|number any|string"
    " string? string[] [string] {string} Optional[string] string--doc string,integer () (1..)"
    " -- Ünïcode string\u00a0 string\u2028 \u0661 ..(..) string(1..)(..2) ((())) a.b a-b 1 -"
)

MARKS = _listed(
    "@nobody @ + - ~ +2030 +2026-01 -2026-01 +2026-08 -2026-08 ~2026-08 @org @express"
    " +2026-08@org @@org ++2026-08 @<owner> ? ! @org,express -2026-08 +2026-08"
)

_ENDLESS_GROUPS = "^" + "(" * 10_000 + "a" + ")" * 10_000 + "$"

PATTERNS = _listed(
    "^(a+)+$ ^((a+)+)+$ ^(a|a)*$ ^(a|aa)+$ ^(a?){30}a{30}$ ^(a*)*$ ^((a{1,9}){1,9}){1,9}$"
    " ^((((a{9}){9}){9}){9}){9}$ ^a{0,30000}$ ^a{99999999999999999999}$ ^(?:)$ ^$ ^ $ ^^$$"
    " ^[^a]*$ ^[a-z$ ^[z-a]$ ^[]$ ^[^]$ ^\\ud800$ ^\\u0000$ ^\\x00+$ ^(?=a)a$ ^(a)\\1$ ^a{2,1}$"
    " ^(x(x(x(x(x(x(x(x)*)*)*)*)*)*)*)*$ ^[\U0001f600-\U0010ffff]{1,500}$ ^a|b$ ^(a|b|)$ ^\\$"
    " ^(([a-z]{1,50}[0-9]{1,50}){1,50}){1,3}$ ^([a-c]|[b-d]|[c-e])+(x|y)?$ ^.{3}$ a ^(a ^a)$"
    f" {_ENDLESS_GROUPS} ^{'a?' * 3_000}$"
)

NUMBERS = _listed(
    f"1e999999 nan .nan inf -0 0 00 010 0x10 1_000 1e5 -1 {10**100} {ENDLESS} -{ENDLESS} 1."
    f" {'0' * 5000} {'9' * 399} 5e-324 1e-400 0.1 1e400 2026-01-01 12:30 yes no null ~ true ''"
)

WORDS = (
    "None class __init__ __class__ self CON nul ../up a/b .hidden a.b <owner> <Owner>"
    " _ __ 1a A aB a-b Ä π \u202eabc x" + "y" * 3000
).split(" ")


def mutate(seed: int) -> Spoilt:
    """The spec that a seed makes."""
    chance = random.Random(seed)
    files = dict(chance.choice(corpus()))
    for _ in range(chance.choice((1, 1, 1, 2, 2, 4))):
        change = chance.choice(_CHANGES)
        change(files, chance)
    return files


def _name(files: Spoilt, chance: Chance) -> str:
    return chance.choice(sorted(files))


# --- bytes ---


def _flip(files: Spoilt, chance: Chance) -> None:
    name = _name(files, chance)
    content = bytearray(files[name])
    for _ in range(chance.choice((1, 2, 8))):
        if content:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    files[name] = bytes(content)


def _range(content: bytes, chance: Chance) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 2, 10, 100, 10_000)))


def _cut(files: Spoilt, chance: Chance) -> None:
    name = _name(files, chance)
    start, end = _range(files[name], chance)
    files[name] = files[name][:start] + files[name][end:]


def _again(files: Spoilt, chance: Chance) -> None:
    name = _name(files, chance)
    start, end = _range(files[name], chance)
    times = chance.choice((2, 2, 3, 50))
    files[name] = (
        files[name][:start] + files[name][start:end] * times + files[name][end:]
    )


def _splice(files: Spoilt, chance: Chance) -> None:
    """Puts a piece of any spec into this one."""
    other = chance.choice(corpus())
    source = other[chance.choice(sorted(other))]
    start, end = _range(source, chance)
    name = _name(files, chance)
    at, _ = _range(files[name], chance)
    files[name] = files[name][:at] + source[start:end] + files[name][at:]


def _insert(files: Spoilt, chance: Chance) -> None:
    name = _name(files, chance)
    at, _ = _range(files[name], chance)
    files[name] = files[name][:at] + chance.choice(BYTES) + files[name][at:]


def _encode(files: Spoilt, chance: Chance) -> None:
    name = _name(files, chance)
    text = files[name].decode("utf-8", "replace")
    code = chance.choice(
        ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1", "utf-7")
    )
    files[name] = text.encode(code, "replace")


def _documents(files: Spoilt, chance: Chance) -> None:
    name = _name(files, chance)
    files[name] += (
        chance.choice((b"---\n", b"...\n---\na: b\n", b"--- a\n")) + files[name]
    )


# --- YAML ---


def _composed(content: bytes) -> Node | None:
    try:
        return yaml.compose(content.decode("utf-8"), yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeError):
        return None


Place: TypeAlias = tuple[Any, Any, int]
"""Who holds a node: the node around it, an entry of its value, and 0 or 1 in a pair."""


def _places(node: Node) -> Iterator[Place]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, MappingNode):
            for at, (key, value) in enumerate(node.value):
                yield node, at, 0
                yield node, at, 1
                waiting += [key, value]
        elif isinstance(node, SequenceNode):
            for at, item in enumerate(node.value):
                yield node, at, -1
                waiting.append(item)


def _get(place: Place) -> Node:
    parent, at, side = place
    found: Node = parent.value[at] if side < 0 else parent.value[at][side]
    return found


def _set(place: Place, node: Node) -> None:
    parent, at, side = place
    if side < 0:
        parent.value[at] = node
    else:
        pair = list(parent.value[at])
        pair[side] = node
        parent.value[at] = tuple(pair)


def _any_node(chance: Chance) -> Node:
    """A node out of any spec."""
    other = chance.choice(corpus())
    root = _composed(other[chance.choice(sorted(other))])
    assert root is not None
    return _get(chance.choice(list(_places(root))))


def _scalar(text: str, style: str | None = None) -> Node:
    return ScalarNode("tag:yaml.org,2002:str", text, style=style)


def _mapping(*pairs: tuple[Node, Node]) -> Node:
    return MappingNode("tag:yaml.org,2002:map", list(pairs), flow_style=False)


def _sequence(*items: Node) -> Node:
    return SequenceNode("tag:yaml.org,2002:seq", list(items), flow_style=False)


def _drop(place: Place, chance: Chance) -> None:
    del place[0].value[place[1]]


def _double(place: Place, chance: Chance) -> None:
    entries = place[0].value
    entries += [entries[place[1]]] * chance.choice((1, 1, 2, 5))


def _swap(place: Place, chance: Chance) -> None:
    other = chance.choice(list(_places(place[0])))
    first, second = _get(place), _get(other)
    _set(place, second)
    _set(other, first)


def _replace(place: Place, chance: Chance) -> None:
    _set(place, _any_node(chance))


def _nest(place: Place, chance: Chance) -> None:
    node = _get(place)
    for _ in range(chance.choice((1, 2, 10, 62, 70, 300))):
        node = (
            _sequence(node) if chance.random() < 0.5 else _mapping((_scalar("a"), node))
        )
    _set(place, node)


def _other_kind(place: Place, chance: Chance) -> None:
    node = _get(place)
    kinds = (
        _sequence(node),
        _sequence(),
        _mapping((node, node)),
        _mapping(),
        _scalar(""),
        _scalar("", '"'),
        _scalar(chance.choice(NUMBERS)),
    )
    _set(place, chance.choice(kinds))


def _many(place: Place, chance: Chance) -> None:
    """Hundreds of entries, each called otherwise."""
    parent, at, side = place
    number = chance.choice((50, 300, 1000))
    if side < 0:
        texts = [_scalar(f"item{each}") for each in range(number)]
        parent.value += texts
        return
    key, value = parent.value[at]
    name = key.value if isinstance(key, ScalarNode) else "a"
    parent.value += [(_scalar(f"x{each}{name}"), value) for each in range(number)]


def _word(place: Place, chance: Chance) -> None:
    """A word of the language in the place of another."""
    node: Any = _get(place)
    if not isinstance(node, ScalarNode):
        return
    name = place[0].value[place[1]][0].value if place[2] == 1 else ""
    choices: tuple[str, ...] = (*TYPES, *LIMITS)
    if place[2] == 0:
        choices = (
            *WORDS,
            *(f"{node.value} {mark}" for mark in MARKS),
            f"{node.value}?",
        )
        choices += (
            f"{node.value} +2026-08 -2026-01",
            f"{node.value} {' '.join(MARKS)}",
        )
        choices += tuple(_KEYS)
    elif name == "pattern":
        choices = tuple(PATTERNS)
    elif name in ("multiple_of", "above", "below", "max_bytes", "const", "default"):
        choices = tuple(NUMBERS)
    elif chance.random() < 0.3:
        choices = (*NUMBERS, *WORDS, *PATTERNS)
    elif chance.random() < 0.3:
        choices = (f"{node.value} | {chance.choice(TYPES)}", f"list[{node.value}]")
        choices += (
            f"list[{node.value}]{chance.choice(LIMITS)[6:]}",
            f"{node.value} -- ",
        )
        choices += (
            "list[" * 40 + node.value + "]" * 40,
            " | ".join([node.value] * 1000),
        )
        choices += (" | ".join(f"A{each}" for each in range(1000)), node.value * 5000)
    _set(place, _scalar(chance.choice(choices), chance.choice((node.style, "'", None))))


_KEYS = _listed(
    "type id enum const doc example default pattern format max_bytes multiple_of above below"
    " unique discriminator null_means omit_means was wire $doc $include $example $ get post"
    " query headers body returns pages errors path params types records endpoints envelope"
    " webhooks resource marks data replies <<"
)


def _declare(place: Place, chance: Chance) -> None:
    """One more field, type or include."""
    root = _composed(yaml.safe_dump(dict([_declaration(chance)])).encode())
    if isinstance(place[0], MappingNode) and isinstance(root, MappingNode):
        place[0].value += root.value


def _declaration(chance: Chance) -> tuple[str, Any]:
    """A name and what it is: something that asks much of who reads it."""
    pattern = {"type": "string", "pattern": chance.choice(PATTERNS)}
    hard: tuple[Any, ...] = (
        pattern,
        pattern | {"type": chance.choice(LIMITS), "example": "a" * 40},
        pattern | {"format": chance.choice(("email", "url", "base64", "nothing"))},
        pattern | {"max_bytes": chance.choice(("1", "3", "40"))},
        {"enum": [f"v{each}" for each in range(10_000)]},
        {"enum": {f"v{each}": "doc" for each in range(1_000)}},
        {"enum": [chance.choice(NUMBERS), chance.choice(TYPES), chance.choice(WORDS)]},
        {"type": "number", "multiple_of": chance.choice(NUMBERS), "above": "0"},
        {
            "type": "number(0.1..0.3)",
            "multiple_of": chance.choice(("0.1", "1e-300", "3")),
        },
        {"type": chance.choice(LIMITS), "multiple_of": chance.choice(NUMBERS)},
        {"type": "integer", "above": chance.choice(NUMBERS), "below": "5"},
        {"type": "integer", "default": chance.choice(NUMBERS)},
        {"type": chance.choice(LIMITS), "unique": "true"},
        {"type": chance.choice(LIMITS), "max_bytes": chance.choice(NUMBERS)},
        {"type": chance.choice(LIMITS), "example": chance.choice(NUMBERS)},
        {"type": f"list[{chance.choice(LIMITS)}]({chance.choice((3, 99, 10**7))})"},
        {
            "type": f"map[string(..1), {chance.choice(LIMITS)}](300)",
            "max_bytes": "1000",
        },
        {
            "type": chance.choice(TYPES),
            "null_means": "x",
            "omit_means": "y",
            "was": "z",
        },
        {"id": chance.choice(WORDS), "example": "usr_1"},
        {"const": chance.choice([*NUMBERS, *WORDS])},
        {"type": "any", "default": chance.choice(NUMBERS)},
        {"type": "any", "example": [[[{"a": chance.choice(NUMBERS)}]]]},
        {"type": "string", "wire": chance.choice(WORDS)},
        chance.choice(LIMITS),
        chance.choice(TYPES),
        chance.choice(TYPES) + " -- " + chance.choice([*WORDS, *NUMBERS]),
        " | ".join(chance.sample([*TYPES, *LIMITS], 3)),
        " | ".join(f"list[{each}]" for each in chance.sample(LIMITS, 2)),
        f"map[{chance.choice(LIMITS)}, {chance.choice(LIMITS)}]",
        "list[" * 15 + "string" + "](1..2)" * 15,
        "list[" * 15 + "string" + "](3)" * 15,
        "Rec | null",
        "list[Rec](1..)",
        "Typ",
    )
    names: tuple[str, ...] = (
        "a_field",
        "a_field?",
        "Typ",
        "Rec",
        f"{chance.choice(WORDS)}?",
    )
    names += (f"some {chance.choice(MARKS)}", f"{chance.choice(WORDS)}", "$include")
    return chance.choice(names), chance.choice(hard)


def _fresh(files: Spoilt, chance: Chance) -> None:
    """A file of its own that would be right, were there not what it declares."""
    field = dict(_declaration(chance) for _ in range(chance.choice((1, 1, 3))))
    named = dict(_declaration(chance) for _ in range(chance.choice((0, 1))))
    endpoint = {
        chance.choice(("post", "get", "delete")): chance.choice(("/", "/{a_field}")),
        chance.choice(("body", "query", "headers", "params")): field,
        "returns": "Rec",
    }
    content = {
        "path": "/v1/fresh",
        "endpoints": {"try_it": endpoint},
        "types": {"Typ": _declaration(chance)[1]} | named,
        "records": {"Rec": {"typ?": "Typ"} | dict([_declaration(chance)])},
    }
    place = chance.choice(("port/fresh.yaml", "viewer/fresh.yaml"))
    files[place] = yaml.safe_dump(content, sort_keys=False).encode()


_NODE_CHANGES: tuple[Callable[[Place, Chance], None], ...] = (
    _drop,
    _double,
    _swap,
    _replace,
    _nest,
    _other_kind,
    _many,
    *[_word] * 8,
    _declare,
    _declare,
)


def _in_tree(files: Spoilt, chance: Chance) -> None:
    name = _name(files, chance)
    root = _composed(files[name])
    places = list(_places(root)) if root is not None else []
    if not places or root is None:
        return
    chance.choice(_NODE_CHANGES)(chance.choice(places), chance)
    dumper = type("Dumper", (yaml.BaseDumper,), {"ignore_aliases": lambda *_: True})
    text = _emit(root, dumper, chance)
    files[name] = text.encode("utf-8", "surrogatepass")


def _emit(root: Node, dumper: Any, chance: Chance) -> str:
    """The tree as YAML, with anchors and aliases where a node stands twice, or without."""
    text: str = yaml.serialize(
        _tree_of(root) if chance.random() < 0.8 else root,
        Dumper=dumper,
        allow_unicode=True,
        width=chance.choice((80, 100_000)),
    )
    return text


def _tree_of(node: Node) -> Node:
    """The same, each node made anew: nothing is shared."""
    if isinstance(node, MappingNode):
        pairs = [(_tree_of(key), _tree_of(value)) for key, value in node.value]
        return MappingNode(node.tag, pairs, flow_style=node.flow_style)
    if isinstance(node, SequenceNode):
        items = [_tree_of(item) for item in node.value]
        return SequenceNode(node.tag, items, flow_style=node.flow_style)
    scalar: Any = node
    return ScalarNode(node.tag, node.value, style=scalar.style)


def _move(files: Spoilt, chance: Chance) -> None:
    """A node of one file goes to another one."""
    source, target = _composed(files[_name(files, chance)]), _name(files, chance)
    root = _composed(files[target])
    if source is None or root is None:
        return
    from_, to = list(_places(source)), list(_places(root))
    if from_ and to:
        _set(chance.choice(to), _get(chance.choice(from_)))
        files[target] = _emit(root, yaml.BaseDumper, chance).encode(
            "utf-8", "surrogatepass"
        )


# --- files ---


def _file(files: Spoilt, chance: Chance) -> None:
    """A file that goes, comes, or is called otherwise."""
    name = _name(files, chance)
    content = files[name]
    new = chance.choice(
        (
            "types.yaml",
            "port/types.yaml",
            "port/deep/er/file.yaml",
            "port.yml",
            "port/ships.yml",
            "API.yaml",
            "api.yml",
            "port/class.yaml",
            "port/Ähm.yaml",
            "port/<owner>.yaml",
            "port/<nobody>.yaml",
            "tests/tests.yaml",
            "port/__init__.yaml",
            "port/a b.yaml",
            "/".join(["deep"] * 40) + ".yaml",
        )
    )
    if chance.random() < 0.5:
        del files[name]
    files[new] = content


def _chain(files: Spoilt, chance: Chance) -> None:
    """Records, types or includes in a long row or a circle."""
    length = chance.choice((2, 20, 299, 301, 1_000))
    back = chance.choice(("R0", "Nobody", "string"))
    way = chance.choice(("include", "field", "type", "union", "list"))
    forms = {"type": "{}", "union": "{} | integer", "list": "list[{}]"}
    lines = ["path: /v1/chain\nendpoints: {get_it: {get: /, returns: R0}}\nrecords:"]
    if way in ("type", "union", "list"):
        lines.append("  R0: {a: T0}\ntypes:")
    for at in range(length):
        last = at == length - 1
        if way == "include":
            lines.append(
                f"  R{at}: {{$include: {back if last else f'R{at + 1}'}, f{at}: string}}"
            )
        elif way == "field":
            lines.append(f"  R{at}: {{f{at}: {back if last else f'R{at + 1}'}}}")
        else:
            inner = chance.choice(("string", "T0")) if last else f"T{at + 1}"
            lines.append(f"  T{at}: {forms[way].format(inner)}")
    files[chance.choice(("port/chain.yaml", "viewer/chain.yaml"))] = "\n".join(
        lines
    ).encode()


_CHANGES: tuple[Callable[[Spoilt, Chance], None], ...] = (
    _flip,
    _cut,
    _again,
    _splice,
    _insert,
    _encode,
    _documents,
    _move,
    _move,
    _file,
    _chain,
    *[_in_tree] * 16,
    *[_fresh] * 12,
)


def describe(files: Files) -> str:
    """All files as one text, for who reads about a failure."""
    return "\n".join(
        f"=== {name}\n{content.decode('utf-8', 'backslashreplace')}"
        for name, content in sorted(files.items())
    )
