"""The middle of the pipeline: from the folders of a spec to the text of every file.

In: folders that hold an api.yaml. Out: the files of each build, or the mistakes. Pure: nothing
is written. Used by `commands`; calls `spec`, `resolve` and the targets, in that order.
"""

import gc
import os
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Diagnostic, Diagnostics, Related, Span, rules
from specloom.fingerprint import sha256_of
from specloom.resolve import Build, check_spec, resolve, views_of
from specloom.resolve.builds import check_unused_words
from specloom.resolve.misses import Misses
from specloom.resolve.ordering import in_order
from specloom.resolve.unused import check_unused
from specloom.resolve.view import View
from specloom.source import Reader, read_source
from specloom.spec import load_spec
from specloom.spec.syntax import Spec


class Resolved(NamedTuple):
    """A build's API, and the same build as others would see it."""

    api: ir.Api
    siblings: tuple[ir.Api, ...]  # other variants, in this release
    releases: tuple[ir.Api, ...]  # this variant, in other releases
    options: tuple[tuple[str, str], ...]  # sorted, for the lock


class Viewed(NamedTuple):
    """One API: what its files say, and how every view of it sees that."""

    spec: Spec
    views: dict[tuple[str, str], View]  # by variant and release
    resolved: tuple[Resolved, ...]  # of the builds that were asked for


class Woven(NamedTuple):
    """One build."""

    build: str
    files: dict[str, str]  # path inside the build's folder, forward slashes → text
    digest: str  # sha256 of what the build says, whatever the order and the comments
    options: tuple[tuple[str, str], ...]  # sorted, for the lock
    resolved: Resolved


class Weaving(NamedTuple):
    """All builds, or the mistakes that keep them from being made."""

    builds: tuple[Woven, ...]
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]  # file name, as the diagnostics use it → its text


_PLACES = re.compile(
    r"Span\(file=(?:'[^']*'|\"[^\"]*\"), line=\d+, column=\d+, end=\d+\)"
)


class Resolution(NamedTuple):
    """Every build's API, or the mistakes; nothing is rendered yet."""

    resolved: tuple[Resolved, ...]
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]  # file name, as the diagnostics use it → its text
    apis: tuple[Viewed, ...] = ()  # in all their views


def weave(api_folders: Sequence[str], only: str | None = None) -> Weaving:
    """Makes the files of every build, or of the one called `only`."""
    # The data of one run lives until its end: looking for garbage costs a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        found = resolve_all(api_folders, only)
        if found.diagnostics:
            return Weaving((), found.diagnostics, found.texts)
        from specloom.targets.python.package import render_package

        digests = _Digests()
        builds = tuple(
            Woven(
                each.api.build,
                render_package(each.api, each.siblings, each.releases),
                digests.of(each),
                each.options,
                each,
            )
            for each in found.resolved
        )
        return Weaving(builds, (), found.texts)
    finally:
        if collecting:
            gc.enable()


def resolve_all(
    api_folders: Sequence[str], only: str | None = None, read: Reader = read_source
) -> Resolution:
    """The API of every build, or of the one called `only`; finds every mistake there is.

    `read` gives the tree of a file, for who has a text that is not on the disk.
    """
    diagnostics = Diagnostics()
    texts: dict[str, str] = {}
    apis = [
        api
        for folder in api_folders
        if (api := _resolve_folder(folder, only, diagnostics, texts, read)) is not None
    ]
    _refuse_namesakes(apis, diagnostics)
    resolved = [each for api in apis for each in api.resolved]
    if not diagnostics:
        from specloom.targets.cases import check_texts
        from specloom.targets.python.naming import check_names

        for each in resolved:
            check_names(each.api, diagnostics)
            check_texts(each.api, diagnostics)
    return Resolution(tuple(resolved), diagnostics.sorted(), texts, tuple(apis))


def _refuse_namesakes(apis: Sequence[Viewed], diagnostics: Diagnostics) -> None:
    """Reports APIs of one name: no path could tell them apart."""
    seen: dict[str, Span] = {}
    for api in apis:
        name = api.spec.api.name
        first = seen.setdefault(name.text, name.span)
        if first is not name.span:
            diagnostics.report(
                rules.REPEATED,
                name.span,
                hint="give each API a name of its own",
                related=[Related(first, "first declared here")],
                name=name.text,
                where="the names of the APIs",
            )


def resolve_build(
    api_folders: Sequence[str], build: str
) -> tuple[ir.Api | None, tuple[Diagnostic, ...], dict[str, str]]:
    """The API of one build; None if it has mistakes or there is no such build."""
    found = resolve_all(api_folders, build)
    api = found.resolved[0].api if found.resolved and not found.diagnostics else None
    return api, found.diagnostics, found.texts


def build_names(api_folders: Sequence[str]) -> tuple[tuple[str, ...], Weaving]:
    """The names of all builds, and the mistakes if there are any."""
    found = resolve_all(api_folders)
    names = tuple(each.api.build for each in found.resolved)
    return names, Weaving((), found.diagnostics, found.texts)


def _resolve_folder(
    folder: str,
    only: str | None,
    diagnostics: Diagnostics,
    texts: dict[str, str],
    read: Reader,
) -> Viewed | None:
    shown = folder.replace(os.sep, "/").rstrip("/")
    spec = load_spec(folder, shown, diagnostics, texts, read)
    if spec is None:
        return None
    spec = in_order(spec, diagnostics)
    misses = Misses(diagnostics, texts, whole=spec.whole)
    builds = check_spec(spec, diagnostics, misses)
    if diagnostics and not builds:
        return None
    views = views_of(spec, builds, diagnostics, misses)
    apis = _Apis(spec, builds, views, misses.used)
    for build in builds:  # first, so that mistakes are named as the builds are
        apis.of(build, build.variant, build.release)
        for variant, release in sorted(views):
            if release == build.release:
                apis.of(build, variant, release)
    resolved = [apis.around(build) for build in builds]
    misses.report()
    if not diagnostics:
        check_unused_words(spec, misses.used, diagnostics)
        check_unused(spec, misses.used, views.values(), diagnostics)
    asked = tuple(each for each in resolved if only in (None, each.api.build))
    return Viewed(spec, views, asked)


class _Apis:
    """A spec's API as each variant sees it in each release, every one resolved once."""

    def __init__(
        self,
        spec: Spec,
        builds: Sequence[Build],
        views: Mapping[tuple[str, str], View],
        used: set[Span],
    ) -> None:
        self._used = used  # every declaration that some build sends or reads
        self._spec = spec
        self._builds = builds
        self._views = views
        self._titles = {
            each.key.name.text: each.title.text for each in spec.api.variants
        }
        self._made: dict[tuple[str, str, tuple[str, ...]], ir.Api] = {}

    def of(self, build: Build, variant: str, release: str) -> ir.Api:
        """The build as this variant sees it in this release."""
        key = variant, release, tuple(product.text for product in build.products)
        if key not in self._made:
            asked = build._replace(release=release)
            view = self._views[variant, release]
            made = resolve(self._spec, asked, view, self._used)
            self._made[key] = made._replace(variant_title=self._titles[variant])
        other = build._replace(variant=variant, release=release)
        return self._made[key]._replace(build=_build_like(other, self._builds))

    def around(self, build: Build) -> Resolved:
        """A build, beside its siblings and its releases."""
        own = self.of(build, build.variant, build.release)._replace(build=build.name)
        places = [
            place
            for place in sorted(self._views)
            if place != (own.variant, own.release)
        ]
        return Resolved(
            own,
            tuple(
                self.of(build, *place) for place in places if place[1] == own.release
            ),
            tuple(
                self.of(build, *place) for place in places if place[0] == own.variant
            ),
            (
                ("products", " ".join(own.products)),
                ("release", build.release),
                ("variant", build.variant),
            ),
        )


def _build_like(build: Build, builds: Sequence[Build]) -> str:
    """The name of the build that shows the same; empty if there is none."""
    wanted = (build.variant, build.release, build.products)
    for other in builds:
        if (other.variant, other.release, other.products) == wanted:
            return other.name
    return ""


class _Digests:
    """Digests of what builds say. Places in files are left out: they say nothing."""

    def __init__(self) -> None:
        self._modules: dict[int, str] = {}  # by identity: builds share their modules

    def of(self, resolved: Resolved) -> str:
        """All that decides the files of a build."""
        around = (resolved.siblings, resolved.releases)
        apis = (resolved.api, *(api for group in around for api in (*group, None)))
        return _hashed("\n".join("" if api is None else self._api(api) for api in apis))

    def _api(self, api: ir.Api) -> str:
        if id(api.modules) not in self._modules:
            self._modules[id(api.modules)] = _hashed(_PLACES.sub("", repr(api.modules)))
        return f"{api._replace(modules=())!r} {self._modules[id(api.modules)]}"


def _hashed(text: str) -> str:
    return sha256_of(text.encode("utf-8", "surrogatepass"))


__all__ = [
    "Resolution",
    "Resolved",
    "Viewed",
    "Weaving",
    "Woven",
    "build_names",
    "resolve_all",
    "resolve_build",
    "weave",
]
