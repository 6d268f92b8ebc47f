"""Faults that the generated tests notice, beside those that peers notice.

In: a spec. Out: how many of the same mutants each noticed, and the seconds it took. The
mutants are those that a peer could see: what the exported JSON Schema says of a body is not
what it says of the unmutated one. A peer notices a mutant if its model does not read a body
as the peer labels it; bodies that the unmutated model reads otherwise are left out.
"""

import importlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from specloom import ir
from specloom.mutate.api_mutants import api_mutants
from specloom.mutate.forks import run_forked
from specloom.mutate.loading import module_name
from specloom.mutate.mutant import Mutant
from specloom.mutate.selection import select
from specloom.mutate.trials import Bench, cores
from specloom.targets.jsonschema import export
from specloom.weave import weave

from benchmarks.peers import Body

Schema: TypeAlias = dict[str, Any]
Bodies: TypeAlias = Mapping[str, Sequence[Body]]
"""By the titles of their definitions."""


class Subject(NamedTuple):
    """A body: its definition in the exported schema, and the class that reads it."""

    title: str
    module: str
    model: str


class Under(NamedTuple):
    """What is under trial: paths of the API, and the bodies that they send and read."""

    build: str
    paths: tuple[str, ...]
    subjects: tuple[Subject, ...]


AVARA = Under(
    "avara_express",
    ("viewer.studies.create", "auto_scribe.studies.create"),
    (
        Subject("ViewerStudyCreateParams", "viewer.studies", "StudyCreateParams"),
        Subject("ViewerStudy", "viewer.studies", "Study"),
        Subject(
            "AutoScribeStudyCreateParams", "auto_scribe.studies", "StudyCreateParams"
        ),
        Subject("AutoScribeStudy", "auto_scribe.studies", "Study"),
    ),
)


class Score(NamedTuple):
    """How many mutants somebody noticed."""

    noticed: int
    of: int
    seconds: float
    bodies: int = 0
    left_out: int = 0  # of the bodies


def definitions(api: ir.Api, titles: Sequence[str]) -> Schema:
    """The exported schema of these bodies, and what they refer to.

    Objects hold no unknown fields: what is read is read strictly here, since a peer can't
    tell which faults a tolerant reading hides.
    """
    known = json.loads(export(api))["$defs"]
    found: Schema = {}
    waiting = [title for title in titles if title in known]
    while waiting:
        title = waiting.pop()
        if title not in found:
            found[title] = _closed(known[title])
            waiting += _references(found[title])
    return {"$defs": found}


def _closed(schema: Any) -> Any:
    """A schema without remarks, whose objects have no fields but those it names."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    more = {
        key: _closed(each)
        for key, each in schema.items()
        if key not in ("description", "deprecated") or isinstance(each, dict)
    }
    if schema.get("type") == "object" and "properties" in schema:
        more["additionalProperties"] = False
    return more


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _references(each)
    elif isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].rpartition("/")[2]
        for each in schema.values():
            yield from _references(each)


class Trial:
    """A build whose tests are warm, and a sample of its mutants that a peer could see."""

    def __init__(self, spec: str, most: int, under: Under = AVARA) -> None:
        """`most`: so many mutants, evenly spread over all, are looked at."""
        self.under = under
        self.titles = [subject.title for subject in under.subjects]
        self.cores = cores()
        woven = weave([spec]).builds
        resolved = {each.build: each.resolved for each in woven}[under.build]
        self.api = resolved.api
        files = {path: text for each in woven for path, text in each.files.items()}
        self.bench = Bench(self.api, files)
        self.bench.warm(self.cores, lambda done, of: None)
        self.document = definitions(self.api, self.titles)
        neighbours = (*resolved.siblings, *resolved.releases)
        listed = [*_listed(self.api, neighbours, under.paths)]
        sample = listed[:: -(-len(listed) // most)]
        jobs = [partial(self._is_visible, each) for each in sample]
        self.mutants = [
            sample[at] for at, found in run_forked(jobs, self.cores) if found
        ]

    def _is_visible(self, mutant: Mutant) -> bool:
        assert mutant.api is not None
        return definitions(mutant.api(), self.titles) != self.document

    def by_tests(self) -> Score:
        """What the generated tests notice; what turns out to be no mutant is left out."""
        before = time.perf_counter()
        verdicts = [*self.bench.try_all(self.mutants, self.cores)]
        seconds = time.perf_counter() - before
        tried = [each for each in verdicts if each[1].state in ("killed", "survived")]
        self.mutants = [mutant for mutant, _ in tried]
        killed = sum(verdict.state == "killed" for _, verdict in tried)
        return Score(killed, len(tried), seconds)

    def by_bodies(self, bodies: Bodies) -> Score:
        """What somebody notices who has these bodies."""
        before = time.perf_counter()
        ((_, agreed),) = run_forked([partial(self._agreed, bodies)], 1)
        jobs = [partial(self._notices, each, bodies, agreed) for each in self.mutants]
        noticed = [found for _, found in run_forked(jobs, self.cores)]
        seconds = time.perf_counter() - before
        # A text is a mutant that fell over.
        killed = sum(found is not False for found in noticed)
        left_out = sum(not fits for each in agreed.values() for fits in each)
        count = sum(map(len, agreed.values()))
        return Score(killed, len(noticed), seconds, count, left_out)

    def _agreed(self, bodies: Bodies) -> dict[str, list[bool]]:
        """Which bodies the unmutated build reads as they are labelled."""
        return {
            title: [reads(each.text) == each.valid for each in bodies[title]]
            for title, reads in self._readers()
        }

    def _notices(
        self, mutant: Mutant, bodies: Bodies, agreed: Mapping[str, Sequence[bool]]
    ) -> bool:
        """Whether a body is read otherwise. It ruins the process that it is called in."""
        files = self.bench.changed(mutant)
        self.bench.packages.replace(files)
        for path in files:
            importlib.import_module(module_name(path))
        return any(
            fits and reads(each.text) != each.valid
            for title, reads in self._readers()
            for each, fits in zip(bodies[title], agreed[title], strict=True)
        )

    def _readers(self) -> Iterator[tuple[str, Callable[[str], bool]]]:
        """For each definition, whether the package reads a text as one."""
        package = importlib.import_module(self.under.build)
        read = importlib.import_module(f"{self.under.build}._runtime").read

        def reader(model: Any) -> Callable[[str], bool]:
            def reads(text: str) -> bool:
                try:
                    read(model, text, strict=True, subject="a body")
                except package.ValidationError:
                    return False
                return True

            return reads

        for title, module, name in self.under.subjects:
            home = importlib.import_module(f"{self.under.build}.{module}")
            yield title, reader(getattr(home, name))


def _listed(
    api: ir.Api, neighbours: tuple[ir.Api, ...], paths: Sequence[str]
) -> Iterator[Mutant]:
    """Each mutant of the API below these paths, once."""
    known: set[tuple[str, str, str]] = set()
    for path in paths:
        for mutant in api_mutants(api, neighbours, select(api, path)):
            name = mutant.kind, mutant.place, mutant.change
            if name not in known and mutant.api and mutant.equivalent is None:
                known.add(name)
                yield mutant
