"""The cases of a generated package's own tables, each as JSON that others can judge.

In: an `ir.Api` whose package can be imported. Out: `Trial`s: a text of JSON, what the table
says of it, what the package does with it, and which definition of the exported schema
describes it. Cases are taken where the package's own checks run them: none is made up here.
"""

import importlib
import json
import math
import pkgutil
import reprlib
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any, NamedTuple, TypeAlias

from hypothesis.strategies import SearchStrategy
from pydantic import MISSING
from specloom import ir
from specloom.names import python_function
from specloom.targets.jsonschema.definitions import Definitions, Key

Drawn: TypeAlias = tuple[dict[str, Any], dict[str, Any]]
"""Arguments by their Python names, and the same as a JSON body."""
MADE, STRICT, TOLERANT = "made in Python", "read strictly", "read"
NEWER = ("enum", "unknown")
"""The rules that a newer server's answers may break."""
PARTS = {"path": "Path", "query": "Query", "header": "Headers", "body": "Params"}


class Trial(NamedTuple):
    """A body, driven in one way."""

    label: str
    rules: tuple[str, ...]  # that it breaks
    way: str
    title: str  # of a definition
    text: str  # JSON
    good: bool  # says the table
    accepted: bool  # says the package


class Tables:
    """The tables of one build's tests, and what their values mean."""

    def __init__(self, api: ir.Api) -> None:
        self.titles = Definitions(api).titles
        self._package = importlib.import_module(api.build)
        self._runtime = self._module("_runtime")
        self._frames = self._module("tests._cases")
        self._checks = self._module("tests._checks")
        self._forms = self._module("tests._tables")
        self._endpoints = {
            ".".join((*module.path, python_function(endpoint.name).rstrip("_"))): Key(
                endpoint.resource, endpoint.name, True
            )
            for module in api.modules
            for endpoint in module.endpoints
        }
        self._known: dict[tuple[int, str], Drawn] = {}  # tables live as long as this
        self._tables = self._found()

    def _module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{self._package.__name__}.{name}")

    def all(self) -> list[Any]:
        """Each table once, as the package's checks take it; those without rows are left out."""
        return self._tables

    def _found(self) -> list[Any]:
        usable = self._module("tests._requests").usable
        tests = self._module("tests")
        found: dict[int, Any] = {}
        for each in pkgutil.walk_packages(tests.__path__, f"{tests.__name__}."):
            if each.name.rpartition(".")[2].startswith("test_"):
                for value in vars(importlib.import_module(each.name)).values():
                    if self.is_operation(value) or isinstance(
                        value, self._forms.Record
                    ):
                        found[id(value)] = value
        return [
            usable(table) if self.is_operation(table) else table
            for table in found.values()
            if table.rows
        ]

    def is_operation(self, table: Any) -> bool:
        """Whether it is of an endpoint."""
        return isinstance(table, self._forms.Operation)

    def cases(self, table: Any) -> list[Any]:
        """Every case of its values and names that the package's own checks run."""
        checks = self._checks
        made = (checks.presence, checks.limits, checks.unknown)
        return [case for cases in made for case in cases(table)]

    def is_json(self, case: Any) -> bool:
        """Whether JSON can say it, in numbers that other readers hold."""
        forms = self._forms
        if forms.holds(case.value, forms.InPython, forms.Unsent):
            return False
        if self._is_absent(case):
            return True
        try:
            text = forms.dumped(forms.written(case.value))
            json.loads(text, parse_constant=_finite, parse_float=_finite)
        except ValueError:
            return False
        return True

    def is_python(self, case: Any) -> bool:
        """Whether an argument can say it."""
        return not self._forms.holds(case.value, self._forms.OnWire, self._forms.Token)

    def key(self, table: Any) -> Key:
        """Where its record or endpoint is declared."""
        if self.is_operation(table):
            return self._endpoints[table.name]
        home = self._forms.home_of(table.model).split(".")[1:]
        return Key(tuple(home), table.name, False)

    def trials(self, table: Any, case: Any) -> Iterator[Trial]:
        """The ways in which a case is driven, where a definition describes it."""
        placed, place = case, ""
        if self.is_operation(table):
            place = case.row.place
        if place not in ("", "body"):
            placed = self._frames.Frame(table).placed(case)
        arguments, body = self._full(table, place)
        text = self._forms.dumped(self._written(body, [case]))
        for way, title in self.ways(table, place):
            if way == MADE and not self.is_python(case):
                continue
            label = f"{table.name}: {self._said(case)}, {way}"
            rules = tuple(rule for _, rule in placed.broken)
            good = not rules or (way == TOLERANT and rules[0] in NEWER)
            accepted = (
                self.makes(table, self._spoken(arguments, [case]))
                if way == MADE
                else self.reads(table, text, strict=way == STRICT)
            )
            yield Trial(label, rules, way, title, text, good, accepted)

    def ways(self, table: Any, place: str) -> Iterator[tuple[str, str]]:
        """How a table's objects come and go, and which definition describes them then."""
        key = self.key(table)
        sent = key._replace(request=True, part=PARTS.get(place, ""))
        if sent in self.titles:
            yield MADE, self.titles[sent]
        if not place and key in self.titles:
            yield STRICT, self.titles[key]
            yield TOLERANT, self.titles[key]

    def drawn(self, table: Any) -> SearchStrategy[Drawn]:
        """What the package's strategies draw for a table: as arguments and as JSON."""
        if not self.is_operation(table):
            found: SearchStrategy[Drawn] = table.drawn.both()
            return found
        place = ".".join(("strategies", *table.home))
        strategy = getattr(self._module(place), table.make.__name__)
        wires = {row.name: row.wire for row in table.rows if row.place == "body"}
        both: SearchStrategy[Drawn] = strategy.both()
        return both.map(
            lambda drawn: (
                drawn[0],
                {wires[name]: drawn[1][name] for name in drawn[1] if name in wires},
            )
        )

    def edited(self, table: Any, drawn: Drawn, cases: Sequence[Any]) -> Iterator[Trial]:
        """What was drawn with these cases in it: sent, and read strictly."""
        arguments, body = drawn
        text = self._forms.dumped(self._written(body, cases))
        place = "body" if self.is_operation(table) else ""
        label = f"{table.name}: {', '.join(map(self._said, cases))}"
        rules = tuple(rule for case in cases for _, rule in case.broken)
        for way, title in self.ways(table, place):
            if way == MADE and all(map(self.is_python, cases)):
                accepted = self.makes(table, self._spoken(arguments, cases))
                yield Trial(label, rules, way, title, text, not rules, accepted)
            elif way == STRICT:
                accepted = self.reads(table, text, strict=True)
                yield Trial(label, rules, way, title, text, not rules, accepted)

    def _full(self, table: Any, place: str) -> Drawn:
        """A full object; if it is of an endpoint, the JSON has what stands in a place."""
        key = id(table), place
        if key not in self._known:
            forms = self._forms
            arguments = {row.name: forms.spoken(row.kind.valid) for row in table.rows}
            body = {
                row.wire: forms.written(row.kind.valid)
                for row in table.rows
                if not place or row.place == place
            }
            self._known[key] = arguments, body
        return self._known[key]

    def _written(self, body: dict[str, Any], cases: Sequence[Any]) -> dict[str, Any]:
        changed = dict(body)
        for case in cases:
            changed.pop(case.row.wire, None)
            if not self._is_absent(case):
                changed[case.row.wire] = self._forms.written(case.value)
        return changed

    def _spoken(self, full: dict[str, Any], cases: Sequence[Any]) -> dict[str, Any]:
        changed = dict(full)
        for case in cases:
            changed.pop(case.row.name, None)
            if not self._is_absent(case):
                changed[case.row.name] = self._forms.spoken(case.value)
        return changed

    def _said(self, case: Any) -> str:
        value = "" if self._is_absent(case) else f" {reprlib.repr(case.value)}"
        return f"{case.row.name} {case.label}{value}"

    def _is_absent(self, case: Any) -> bool:
        return case.value is MISSING or case.value is self._frames.ABSENT

    def makes(self, table: Any, arguments: dict[str, Any]) -> bool:
        """Whether the package makes an object or a request of arguments."""
        try:
            table.make(**arguments)
        except self._package.ValidationError:
            return False
        except TypeError as error:
            # Python itself tells of an argument that is needed, or that nothing takes.
            if "argument" not in str(error):
                raise
            return False
        return True

    def reads(self, record: Any, text: str, *, strict: bool) -> bool:
        """Whether the package reads JSON."""
        try:
            self._runtime.read(record.model, text, strict=strict, subject="a case")
        except self._package.ValidationError:
            return False
        return True


def _finite(text: str) -> float:
    """A number of JSON; NaN and its kin are none, and 1e400 is no float."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number
