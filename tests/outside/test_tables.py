"""jsonschema-rs agrees with the tables of the generated tests, and with the packages.

Every case of every table is given to it as JSON, with the exported schema: as it is for what
is read, and closed for what is sent or read strictly. Its verdict, the table's and the
package's are equal, but for what is listed below with the reason; what is listed has to occur.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from specloom.targets.jsonschema import export

from .conftest import BUILDS
from .judges import Judge, closed, schema_judge
from .tables import MADE, STRICT, TOLERANT, Tables, Trial
from .test_opinions import api_of

DRAWN = [
    ("avara_express", 150),
    ("harbour_port_next", 150),
    *(pytest.param(build, 3_000, marks=pytest.mark.long) for build in BUILDS),
]
"""Builds, and how many bodies are drawn of each."""

pytestmark = pytest.mark.xdist_group("tables")


class Difference(NamedTuple):
    """A way in which jsonschema-rs differs from the table and the package, which agree."""

    reason: str
    holds: Callable[[Trial], bool]
    takes: bool = True  # what they refuse; or the other way round


WRITTEN = [("path",), ("null_text",), ("comma",), ("header",)]
DIFFERENCES = (
    Difference(
        "`x-maxBytes` is a word of our own", lambda trial: trial.rules == ("max_bytes",)
    ),
    Difference(
        "what is read may have a newer server's value, which no enum can say",
        lambda trial: trial.way == TOLERANT and trial.rules == ("enum",),
        takes=False,
    ),
    Difference(
        "how a value is written in a path, a query or a header is no matter of its schema",
        lambda trial: trial.rules in WRITTEN,
    ),
    Difference(
        "an address has to be right; the spec's pattern takes any digits in brackets",
        lambda trial: not trial.rules and "://[" in trial.text,
        takes=False,
    ),
)


class Build(NamedTuple):
    """The tables of a build, and readers of its exported schema by a definition's title."""

    tables: Tables
    judges: dict[tuple[str, bool], Judge]
    document: Mapping[bool, dict[str, Any]]  # closed?

    def judge(self, title: str, way: str) -> Judge:
        key = title, way != TOLERANT
        if key not in self.judges:
            self.judges[key] = schema_judge(self.document[key[1]], title)
        return self.judges[key]

    def takes(self, trial: Trial) -> bool:
        return self.judge(trial.title, trial.way)(json.loads(trial.text))


@pytest.fixture(scope="module")
def builds(packages: None) -> dict[str, Build]:
    found = {}
    for build in BUILDS:
        api = api_of(build)
        document = json.loads(export(api))
        documents = {False: document, True: closed(document)}
        found[build] = Build(Tables(api), {}, documents)
    return found


def listed(trial: Trial, verdict: bool) -> Difference | None:
    if trial.good != trial.accepted:
        return None
    fits = (each for each in DIFFERENCES if each.takes == verdict and each.holds(trial))
    return next(fits, None)


def trials_of(build: Build) -> Iterator[Trial]:
    tables = build.tables
    for table in tables.all():
        for case in tables.cases(table):
            if tables.is_json(case):
                yield from tables.trials(table, case)


def test_everybody_agrees_on_every_case(builds: dict[str, Build]) -> None:
    unlisted: list[str] = []
    counts: Counter[str] = Counter()
    seen: set[Difference] = set()
    for build in builds.values():
        for trial in trials_of(build):
            counts[trial.way] += 1
            verdict = build.takes(trial)
            if verdict == trial.good == trial.accepted:
                continue
            if difference := listed(trial, verdict):
                seen.add(difference)
            else:
                says = f"{trial.good}, {verdict}, {trial.accepted}"
                unlisted.append(f"{trial.title}: {trial.label}: {says}")
    assert not unlisted, "\n".join(["table, jsonschema-rs, package:", *unlisted])
    never = [each.reason for each in DIFFERENCES if each not in seen]
    assert not never, f"listed, but never seen: {never}"
    assert set(counts) == {MADE, STRICT, TOLERANT}
    assert min(counts.values()) > 20_000, counts


def edits_of(build: Build, table: Any) -> list[Any]:
    """The cases on which everybody agrees, each alone in a full body."""
    tables = build.tables
    return [
        case
        for case in tables.cases(table)
        if tables.is_json(case)
        and case.row.place == "body"
        and (trials := [t for t in tables.trials(table, case) if t.way != TOLERANT])
        and all(build.takes(t) == t.good == t.accepted for t in trials)
    ]


EDITS = [(0, True), (1, True), (1, False), (2, True), (2, False)]
"""How many cases are written into a valid body, and whether all of them are right."""


def by_row(cases: Iterable[Any], right: bool) -> dict[str, list[Any]]:
    """The right cases, or the wrong ones, of each row."""
    found: dict[str, list[Any]] = {}
    for case in cases:
        if bool(case.broken) != right:
            found.setdefault(case.row.name, []).append(case)
    return found


def edited(
    build: Build, edits: list[tuple[Any, list[Any]]], number: int, right: bool
) -> st.SearchStrategy[list[Trial]]:
    """Valid bodies with cases of their table in them; right or wrong as a whole."""
    tables = []
    for table, cases in edits:
        good, bad = by_row(cases, right=True), by_row(cases, right=False)
        if len(good) >= number and (right or bad):
            tables.append((table, good, bad))

    @st.composite
    def bodies(draw: st.DrawFn) -> list[Trial]:
        table, good, bad = draw(st.sampled_from(tables))
        chosen: dict[str, Any] = {}
        for place in range(number):
            pool = good if right or (place and draw(st.booleans())) else bad
            free = sorted({*pool} - {*chosen}) or sorted({*good} - {*chosen})
            row = draw(st.sampled_from(free))
            chosen[row] = draw(st.sampled_from((pool if row in pool else good)[row]))
        drawn = draw(build.tables.drawn(table))
        return [*build.tables.edited(table, drawn, [*chosen.values()])]

    return bodies()


def verdicts(
    bodies: st.SearchStrategy[list[Trial]], build: Build, examples: int
) -> set[bool]:
    """What everybody says about bodies that are drawn; fails where they disagree."""
    said: set[bool] = set()

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(bodies)
    def check(trials: list[Trial]) -> None:
        # Known, and among the differences above: any digits in brackets are a host.
        assume(not any("//[" in trial.text for trial in trials))
        for trial in trials:
            verdict = build.takes(trial)
            assert verdict == trial.good == trial.accepted, (trial.label, trial.text)
            said.add(verdict)

    check()
    return said


@pytest.mark.parametrize(("name", "examples"), DRAWN)
def test_up_to_two_edits_are_judged_alike(
    builds: dict[str, Build], name: str, examples: int
) -> None:
    build = builds[name]
    edits = [(table, edits_of(build, table)) for table in build.tables.all()]
    for number, right in EDITS:
        bodies = edited(build, edits, number, right)
        assert verdicts(bodies, build, examples // len(EDITS)) == {right}, number
