"""Every name of a spec, by the part that it plays, and what else would be good in its place.

In: the trees of a spec's files. Out: `Name`s. What is valid beside a name is said here by the
names that the spec declares and the keys that the language has, never by trying it out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from specloom.diagnostics import Span
from specloom.formats import FORMATS
from specloom.names import snake
from specloom.source import Entry, Node, Scalar, Sequence
from specloom.source import Mapping as Tree
from specloom.spec import language
from specloom.spec.language import BUILT_IN, METHODS

from tests.typos.slips import slips

_WORD = re.compile(r"<([A-Za-z][A-Za-z0-9_]*)>")
_TYPE = re.compile(r"\([^()]*\)|([A-Za-z_<][A-Za-z0-9_<>]*)")
_PARAMETER = re.compile(r"\{([^{}]*)\}")
_MARK = re.compile(r"(?<=\s)[@+~-][^\s-]\S*")
_FILE_MARK = re.compile(r"[@+~-]\S+")
_FREE: frozenset[str] = frozenset()
SHARED = "types"

Place = tuple[str, ...]


class Name(NamedTuple):
    """A name where it stands."""

    role: str
    text: str
    file: str
    line: int  # from 1
    column: int  # from 1
    valid: frozenset[str]  # what else may stand there


class Field(NamedTuple):
    """A field as an example sees it: the values that are listed for it, where it stands."""

    values: tuple[str, ...] | None
    place: Span | None


Fields = Mapping[str, Field]


def camel(name: str) -> str:
    """How a field is sent, which an example may say as well."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


class Finder:
    """Walks the trees of one API."""

    def __init__(self, trees: Mapping[Place, Tree]) -> None:
        self.trees = trees
        api = _values(trees[("api",)])
        self.words = frozenset(_keys(api.get("vocabulary")))
        self.variants = frozenset(name_of(key) for key in _keys(api.get("variants")))
        self.releases = frozenset(_items(api.get("releases")))
        self.products = frozenset(_items(api.get("products")))
        self.found: list[Name] = []
        self.place: Place = ()
        self.used: set[tuple[str, str | Span]] = (
            set()
        )  # what something refers to, by kind

    def all(self) -> list[Name]:
        """Every name, in the order of the files."""
        for place, root in sorted(self.trees.items()):
            self.place = place
            if self.place == ("api",):
                self.api(root)
            else:
                self.file(root)
        return [name for name in self.found if self.matters(name)]

    def matters(self, name: Name) -> bool:
        """A declaration is free to be called anything, unless something refers to it."""
        kind = name.role.removeprefix("declared ")
        place = Span(name.file, name.line, name.column, name.column + len(name.text))
        uses = {(kind, name.text), (kind, place)}
        return kind == name.role or not uses.isdisjoint(self.used)

    # --- what stands where ---

    def add(
        self,
        role: str,
        text: str,
        scalar: Scalar,
        at: int,
        valid: Iterable[str],
    ) -> None:
        span = scalar.span
        quoted = not scalar.plain
        if (
            "\n" in scalar.text
            or span.end - span.column != len(scalar.text) + 2 * quoted
        ):
            return  # escapes or lines: its columns can't be counted
        column = span.column + at + quoted
        self.found.append(
            Name(role, text, span.file, span.line, column, frozenset(valid) - {text})
        )

    def whole(self, role: str, node: Node | None, valid: Iterable[str]) -> None:
        """A scalar that is a name."""
        if isinstance(node, Scalar):
            self.add(role, node.text, node, 0, valid)

    def words_in(self, where: str, node: Node | None, start: int = 0) -> None:
        """The `<words>` of a text."""
        if isinstance(node, Scalar):
            both = {word[:1].upper() + word[1:] for word in self.words} | self.words
            for match in _WORD.finditer(node.text, start):
                self.add(f"word in {where}", match[1], node, match.start(1), both)
                self.used.add(("word", match[1][:1].lower() + match[1][1:]))

    def words_everywhere(self, where: str, node: Node) -> None:
        if isinstance(node, Scalar):
            self.words_in(where, node)
        elif isinstance(node, Sequence):
            for item in node.items:
                self.words_everywhere(where, item)
        else:
            for entry in node.entries:
                self.words_in(where, entry.key)
                self.words_everywhere(where, entry.value)

    def marks_in(self, scalar: Scalar, pattern: re.Pattern[str] = _MARK) -> None:
        valid = {f"@{variant}" for variant in self.variants}
        valid |= {f"{sign}{release}" for sign in "+-~" for release in self.releases}
        for match in pattern.finditer(scalar.text):
            self.add("mark", match[0], scalar, match.start(), valid)
            kind = "variant" if match[0][0] == "@" else "release"
            self.used.add((kind, match[0][1:]))

    def key(self, scalar: Scalar, where: str = "a name") -> None:
        self.words_in(where, scalar)
        self.marks_in(scalar)

    def keys(self, what: str, node: Tree, allowed: Iterable[str]) -> dict[str, Node]:
        allowed = frozenset(allowed)
        for entry in node.entries:
            if entry.key.text in allowed:
                self.add(f"key of {what}", entry.key.text, entry.key, 0, allowed)
        return _values(node)

    def declared(self, kind: str, scalar: Scalar, beside: Iterable[str]) -> None:
        self.add(f"declared {kind}", name_of(scalar.text), scalar, 0, beside)

    # --- api.yaml ---

    def api(self, root: Tree) -> None:
        found = self.keys("api.yaml", root, language.API.keys)
        self.words_in("prose", found.get("doc"))
        if isinstance(auth := found.get("auth"), Tree):
            inner = self.keys("auth", auth, language.AUTH.keys)
            self.whole(
                "choice", inner.get("scheme"), language.AUTH.keys["scheme"].choices
            )
        self.whole(
            "choice", found.get("wire_case"), language.API.keys["wire_case"].choices
        )
        if isinstance(query := found.get("query"), Tree):
            inner = self.keys("query", query, language.QUERY.keys)
            self.whole(
                "choice", inner.get("lists"), language.QUERY.keys["lists"].choices
            )
        for kind, known in (("product", self.products), ("release", self.releases)):
            if isinstance(listed := found.get(f"{kind}s"), Sequence):
                for item in listed.items:
                    if isinstance(item, Scalar):
                        self.declared(kind, item, known)
                        self.used.add(("product", item.text))
                        self.words_in("a product", item)
        for entry in _entries(found.get("variants")):
            self.declared("variant", entry.key, self.variants)
            self.marks_in(entry.key)
        for row in _entries(found.get("vocabulary")):
            self.declared("word", row.key, self.words)
            for cell in _entries(row.value):
                self.whole("column of the vocabulary", cell.key, self.variants)
                self.used.add(("variant", cell.key.text))
        for build in _entries(found.get("builds")):
            if isinstance(build.value, Tree):
                inner = self.keys("a build", build.value, language.BUILD.keys)
                self.whole("variant of a build", inner.get("variant"), self.variants)
                self.whole("release of a build", inner.get("release"), self.releases)
                for item in _nodes(inner.get("products")):
                    self.whole("product of a build", item, self.products)
                for kind in ("variant", "release"):
                    self.used.add((kind, _text(inner.get(kind))))
        if isinstance(paging := found.get("paging"), Tree):
            self.paging(paging)

    def paging(self, node: Tree) -> None:
        found = self.keys("paging", node, language.PAGING.keys)
        query = self.part(found.get("query"))
        reply = self.part(found.get("reply"))
        for entry in _entries(found.get("cursor")):
            self.named_field("paging", entry.key, query)
            self.named_field("paging", entry.value, reply)
        self.named_field("paging", found.get("more"), reply)

    def named_field(self, where: str, node: Node | None, fields: Fields) -> None:
        """A scalar that names one of some fields."""
        if isinstance(node, Scalar) and node.text in fields:
            same = same_field(node.text)
            self.whole(f"field that {where} names", node, fields.keys() | same)
            place = fields[node.text].place
            if place is not None:
                self.used.add(("field", place))

    # --- the other files ---

    def file(self, root: Tree) -> None:
        shared = self.place[-1] == SHARED
        allowed = language.SHARED.keys if shared else language.RESOURCE.keys
        found = self.keys("a file", root, allowed)
        self.words_in("prose", found.get("doc"))
        if isinstance(marks := found.get("marks"), Scalar):
            self.marks_in(marks, _FILE_MARK)
        if isinstance(resource := found.get("resource"), Scalar):
            self.words_in("a resource", resource)
            product = resource.text.split(".")[0]
            self.add("product of a resource", product, resource, 0, self.products)
        self.path(found.get("path"), ())
        params = [name_of(key) for key in _keys(found.get("params"))]
        for entry in _entries(found.get("params")):
            self.field(entry, None)
            self.declared("parameter", entry.key, params)
        for entry in _entries(found.get("types")):
            self.field(entry, None)
            self.declared("type", entry.key, self.visible() | BUILT_IN.keys())
        for entry in _entries(found.get("records")):
            self.key(entry.key)
            self.declared("type", entry.key, self.visible() | BUILT_IN.keys())
            self.part(entry.value)
        for entry in _entries(found.get("endpoints")):
            self.endpoint(entry, found, params)
        self.part(found.get("envelope"))
        self.named(found.get("webhooks"), "a webhook", language.WEBHOOK.keys)
        for entry in _entries(found.get("webhooks")):
            self.key(entry.key)
            inner = _values(entry.value)
            self.words_in("prose", inner.get("doc"))
            self.part(inner.get("data"))
            self.part(inner.get("replies"))

    def named(self, node: Node | None, what: str, allowed: Iterable[str]) -> None:
        """The keys of endpoints or webhooks, and what they were called."""
        beside = [name_of(key) for key in _keys(node)]
        for entry in _entries(node):
            if isinstance(entry.value, Tree):
                found = self.keys(what, entry.value, allowed)
                self.whole(f"former name of {what}", found.get("was"), ())
                self.used.add((what, _text(found.get("was"))))
            self.declared(what, entry.key, beside)

    def path(self, node: Node | None, params: Iterable[str]) -> None:
        if isinstance(node, Scalar):
            self.words_in("a path", node)
            for match in _PARAMETER.finditer(node.text):
                self.add("parameter", match[1], node, match.start(1), params)
                self.used.add(("parameter", match[1]))

    def endpoint(self, entry: Entry, file: dict[str, Node], params: list[str]) -> None:
        allowed = {*language.ENDPOINT.keys, *METHODS}
        self.key(entry.key)
        node = entry.value
        assert isinstance(node, Tree)
        found = self.keys("an endpoint", node, allowed)
        own = [name_of(key) for key in _keys(found.get("params"))]
        known: dict[str, Field] = {}
        for part in (file.get("params"), found.get("params")):
            for parameter in _entries(part):
                name = name_of(parameter.key.text)
                known[name] = Field(self.values(parameter.value), None)
        for parameter in _entries(found.get("params")):
            self.field(parameter, None)
            self.declared("parameter", parameter.key, [*own, *params])
        for method in METHODS:
            self.path(found.get(method), [*own, *params])
        self.words_in("prose", found.get("doc"))
        for key in ("query", "headers", "body", "returns"):
            fields = self.part(found.get(key))
            if key != "returns":
                known |= fields
        for page in _entries(found.get("pages")):
            self.field(page, None)
            paging = _values(_values(self.trees[("api",)]).get("paging"))
            known |= self.fields_of(paging.get("query"))
        for error in _entries(found.get("errors")):
            statuses = {str(status) for status in range(400, 600)}
            statuses |= {"4XX", "5XX", "default"}
            if not error.key.text.isdigit():
                self.whole("status", error.key, statuses)
            self.type(error.value)
        if (by := found.get("discriminator")) is not None:
            self.discriminator(by, found.get("returns"))
        example = found.get("example")
        for each in example.items if isinstance(example, Sequence) else [example]:
            self.example_of(each, known)

    # --- groups of fields ---

    def part(self, node: Node | None) -> Fields:
        """Fields, or the name of a record; what they are."""
        if not isinstance(node, Tree):
            if node is not None:
                self.type(node)
            return self.fields_of(node)
        found = _values(node)
        for entry in node.entries:
            valid = set(language.GROUP.keys)
            if entry.key.text == "$include" and _TYPE.fullmatch(_text(entry.value)):
                # Else it is the name of a field, and a type.
                fields = {slip.text for slip in slips("$include")}
                valid |= {name for name in fields if not name.startswith("$")}
            if entry.key.text in language.GROUP.keys:
                self.whole("key of a record", entry.key, valid)
        self.words_in("prose", found.get("$doc"))
        include = found.get("$include")
        for piece in include.items if isinstance(include, Sequence) else [include]:
            if piece is not None:
                self.type(piece)
        self.example_of(found.get("$example"), self.fields_of(node))
        for entry in node.entries:
            if not entry.key.text.startswith("$"):
                self.field(entry, node)
                name = name_of(entry.key.text)
                beside = self.fields_of(node).keys() | same_field(name)
                self.declared("field", entry.key, beside)
        return self.fields_of(node)

    def field(self, entry: Entry, group: Tree | None) -> None:
        """A field of a group, or a named type."""
        self.key(entry.key)
        node = entry.value
        if isinstance(node, Scalar):
            self.type(node)
        if not isinstance(node, Tree):
            return
        found = self.keys("a field", node, language.VALUE.keys)
        if isinstance(found.get("type"), Scalar):
            self.type(found["type"])
        for key in ("doc", "null_means", "omit_means"):
            self.words_in("prose", found.get(key))
        self.words_in("an id", found.get("id"))
        self.whole("format", found.get("format"), FORMATS)
        if isinstance(was := found.get("was"), Scalar):
            self.whole("former name of a field", was, ())
            old = self.fields_of(group).get(was.text)
            if old is not None and old.place is not None:
                self.used.add(("field", old.place))
        if (unique := found.get("unique")) is not None:
            self.whole("truth", unique, ("true", "false"))
        for value in _nodes(found.get("enum")) or _key_nodes(found.get("enum")):
            if isinstance(value, Scalar):
                self.words_in("an enum", value)
                marked = value.text.split(" -- ")[0] if value.plain else ""
                for match in _MARK.finditer(marked):
                    self.add(  # without its sign it would belong to the value
                        "mark of a value",
                        match[0][1:],
                        value,
                        match.start() + 1,
                        self.variants | self.releases,
                    )
        if (by := found.get("discriminator")) is not None:
            self.discriminator(by, found.get("type"))
        for key in ("example", "default"):
            if key in found:
                self.example(found[key], self.values(node), self.inner(node))

    def discriminator(self, by: Node, of: Node | None) -> None:
        fields: set[str] = set()
        for match in _TYPE.finditer(_text(of)):
            record = self.record(match[1] or "")
            fields |= self.fields_of(record).keys() if record else set()
        self.whole("discriminator", by, fields | same_field(_text(by)))

    # --- types ---

    def type(self, node: Node) -> None:
        """The names in a type."""
        if not isinstance(node, Scalar):
            return
        end = node.text.find(" -- ")
        head = node.text if end < 0 else node.text[:end]
        for match in _TYPE.finditer(head):
            if match[1] is None:
                continue
            built_in = match[1] in BUILT_IN
            role = "built-in type" if built_in else "type or record"
            self.add(
                role, match[1], node, match.start(1), self.visible() | BUILT_IN.keys()
            )
            self.used.add(("type", match[1]))
        self.words_in("a type", node._replace(text=head))

    def scopes(self) -> Iterator[Tree]:
        """The files whose names are seen here, nearest first."""
        yield self.trees[self.place]
        folder = self.place[:-1]
        while True:
            if (*folder, SHARED) in self.trees and (*folder, SHARED) != self.place:
                yield self.trees[(*folder, SHARED)]
            if not folder:
                return
            folder = folder[:-1]

    def visible(self) -> frozenset[str]:
        """The names of types and records that are seen here."""
        names: set[str] = set()
        for root in self.scopes():
            for key in ("types", "records"):
                names |= {name_of(each) for each in _keys(_values(root).get(key))}
        return frozenset(names)

    def record(self, name: str) -> Tree | None:
        return self.lookup("records", name)

    def lookup(self, kind: str, name: str) -> Tree | None:
        for root in self.scopes():
            for entry in _entries(_values(root).get(kind)):
                if name_of(entry.key.text) == name and isinstance(entry.value, Tree):
                    return entry.value
        return None

    def fields_of(
        self, node: Node | None, seen: frozenset[str] = _FREE
    ) -> dict[str, Field]:
        """The fields of a group, or of the record that it names."""
        if isinstance(node, Scalar):
            name = node.text.split(" -- ")[0].strip()
            record = None if name in seen else self.record(name)
            return self.fields_of(record, seen | {name}) if record else {}
        found: dict[str, Field] = {}
        for entry in _entries(node):
            if entry.key.text == "$include":
                listed = _nodes(entry.value)
                text = ",".join(map(_text, listed)) if listed else _text(entry.value)
                for match in _TYPE.finditer(text):
                    name = match[1] or ""
                    record = None if name in seen else self.record(name)
                    if record is not None:
                        found |= self.fields_of(record, seen | {name})
            elif not entry.key.text.startswith("$"):
                name = name_of(entry.key.text)
                span = entry.key.span
                place = span._replace(end=span.column + len(name))
                found[name] = Field(self.values(entry.value), place)
        return found

    def values(self, node: Node) -> tuple[str, ...] | None:
        """The values that a field or a type lists; None if it lists none."""
        values = _values(node)
        if "enum" in values:
            return tuple(_enum_values(values["enum"]))
        text = _text(values.get("type")) or _text(node)
        names = [m[1] for m in _TYPE.finditer(text.split(" -- ")[0]) if m[1]]
        if "boolean" in names:
            return ("true", "false")
        for name in names:
            if (named := self.lookup("types", name)) is not None:
                return self.values(named)
        return None

    def inner(self, node: Node) -> dict[str, Field]:
        """The fields of the record that a field holds."""
        found: dict[str, Field] = {}
        text = _text(_values(node).get("type")) or _text(node)
        for match in _TYPE.finditer(text.split(" -- ")[0]):
            if (record := self.record(match[1] or "")) is not None:
                found |= self.fields_of(record)
        return found

    # --- examples ---

    def example(
        self,
        node: Node,
        values: tuple[str, ...] | None,
        inner: Fields,
    ) -> None:
        if isinstance(node, Sequence):
            for item in node.items:
                self.example(item, values, inner)
        elif isinstance(node, Tree):
            if inner:
                self.example_of(node, inner)
            else:
                self.words_everywhere("an example", node)
        elif values is not None and node.text in values:
            role = "truth" if "true" in values else "value of an enum"
            self.whole(role, node, values)
        else:
            self.words_in("an example", node)

    def example_of(self, node: Node | None, fields: Fields) -> None:
        if not isinstance(node, Tree):
            return
        valid = {*fields, *map(camel, fields)}
        for entry in node.entries:
            self.words_in("an example", entry.key)
            field = fields.get(entry.key.text)
            if field is not None:
                self.whole("field in an example", entry.key, valid)
            if field is not None and field.place is not None:
                self.used.add(("field", field.place))
            self.example(entry.value, field.values if field else None, {})


def same_field(name: str) -> set[str]:
    """The slips that leave the field the same: it is known by its name in snake case."""
    return {slip.text for slip in slips(name) if snake(slip.text) == snake(name)}


def name_of(key: str) -> str:
    """`<owner>_id? +2026-08` → `<owner>_id`."""
    return key.split()[0].removesuffix("?") if key.split() else ""


def _entries(node: Node | None) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, Tree) else ()


def _values(node: Node | None) -> dict[str, Node]:
    return {entry.key.text: entry.value for entry in _entries(node)}


def _keys(node: Node | None) -> list[str]:
    return [entry.key.text for entry in _entries(node)]


def _key_nodes(node: Node | None) -> list[Node]:
    return [entry.key for entry in _entries(node)]


def _nodes(node: Node | None) -> list[Node]:
    return list(node.items) if isinstance(node, Sequence) else []


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _items(node: Node | None) -> list[str]:
    return [_text(item) for item in _nodes(node)]


def _enum_values(node: Node) -> Iterator[str]:
    for value in _nodes(node) or _key_nodes(node):
        text = _text(value).split(" -- ")[0]
        yield re.split(r"\s[@+~-]\S", text)[0].strip()
