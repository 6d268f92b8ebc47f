"""From the spec folder to what has to be on disk, and to the plans that get it there."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from specloom.commands.refusal import Refusal, SpecMistakes
from specloom.diagnostics import nearest
from specloom.diagnostics.visible import visible
from specloom.fingerprint import API, LOCK, Call, api_folders
from specloom.output.origin import generator_digest
from specloom.output.plan import Plan, Wanted, plan_build, plan_removal
from specloom.output.state import read_state

if TYPE_CHECKING:
    from specloom.weave import Weaving, Woven


def find_apis(spec: str) -> list[str]:
    """The folders with an `api.yaml`.

    Raises:
        Refusal: there is none.
    """
    folders = api_folders(spec)
    if folders:
        return folders
    place = visible(spec.replace(os.sep, "/").rstrip("/"))
    if not os.path.isdir(spec):
        raise Refusal(
            f"there is no spec: looked for {place}/*/{API}, but there is no folder "
            f"`{place}`. Run specloom where the folder is, or name it with --spec"
        )
    if (odd := _odd_api(spec)) is not None:
        raise Refusal(f"there is no spec: {odd}")
    slip = _misspelled_api(spec)
    raise Refusal(
        f"there is no spec: looked for {place}/{API} and {place}/*/{API}"
        + (f"; did you mean to call {visible(slip)} `{API}`?" if slip else "")
    )


def _folders(spec: str) -> list[str]:
    """Where an `api.yaml` is looked for."""
    return sorted([spec, *(each.path for each in os.scandir(spec) if each.is_dir())])


def _odd_api(spec: str) -> str | None:
    """What is called `api.yaml` and is no file, in a sentence."""
    for folder in _folders(spec):
        path = os.path.join(folder, API)
        if os.path.lexists(path):
            what = "is a folder" if os.path.isdir(path) else "is no plain file"
            if not os.path.exists(path):
                what = "is a link that leads nowhere"
            return f"{visible(path.replace(os.sep, '/'))} {what}"
    return None


def _misspelled_api(spec: str) -> str | None:
    """A file whose name is nearly that of an `api.yaml`, where one is looked for."""
    for folder in _folders(spec):
        for name in sorted(os.listdir(folder)):
            stem, ending = os.path.splitext(name)
            is_yaml = ending.lower() in (".yaml", ".yml")
            if is_yaml and nearest(stem, ["api"]) is not None:
                return os.path.join(folder, name).replace(os.sep, "/")
    return None


def weave_builds(call: Call) -> list[Wanted]:
    """Everything that the spec (or one build of it) makes.

    Raises:
        Refusal: the spec has mistakes, no such build, or two builds of one name.
    """
    from specloom.weave import build_names, weave

    folders = find_apis(call.spec)
    _refuse_sources(call, folders)
    woven = weave(folders, call.build)
    refuse_mistakes(woven)
    if call.build is not None and not woven.builds:
        raise unknown_build(call.build, build_names(folders)[0])
    _refuse_twins(woven.builds)
    generator = generator_digest()
    return [_wanted(build, generator) for build in woven.builds]


def plan_builds(call: Call, wanted: Sequence[Wanted]) -> list[Plan]:
    """What has to happen to each build's folder; builds that are no longer listed, too.

    Raises:
        OSError: something below the output folder can't be read.
    """
    if os.path.lexists(call.out) and not os.path.isdir(call.out):
        raise NotADirectoryError(f"{visible(call.out)} is not a folder")
    plans = [
        plan_build(build, read_state(os.path.join(call.out, build.build)))
        for build in wanted
    ]
    if call.build is None and os.path.isdir(call.out):
        listed = {build.build for build in wanted}
        plans += _removals(call.out, listed)
    return plans


def right_contents(wanted: Sequence[Wanted], plans: Sequence[Plan]) -> dict[str, bytes]:
    """What has to be on disk below the output folder, locks and all."""
    contents = {
        f"{build.build}/{path}": content
        for build in wanted
        for path, content in build.files.items()
    }
    locks = {f"{plan.build}/{LOCK}": plan.lock for plan in plans}
    return contents | {path: lock for path, lock in locks.items() if lock is not None}


def refuse_mistakes(found: "Weaving") -> None:
    """Raises:
    SpecMistakes: there are diagnostics.
    """
    if found.diagnostics:
        raise SpecMistakes(found.diagnostics, found.texts)


def unknown_build(name: str, known: Sequence[str]) -> Refusal:
    """The refusal for a build that no API lists."""
    near = nearest(name, known)
    hint = f"; did you mean `{near}`?" if near else ""
    listed = ", ".join(sorted(known)) or "none"
    return Refusal(
        f"there is no build `{visible(name)}`{hint} (known builds: {listed})"
    )


def _refuse_sources(call: Call, apis: Sequence[str]) -> None:
    """Raises:
    Refusal: the output would stand among what it is made from.
    """
    out = os.path.realpath(call.out)
    for api in apis:
        spec = os.path.realpath(api)
        if os.path.commonpath([spec, out]) == spec or out == os.path.dirname(spec):
            raise Refusal(
                f"the output folder {visible(call.out)} holds the spec, or is in it: "
                "name another one with --out"
            )


def _refuse_twins(builds: "Sequence[Woven]") -> None:
    names = [build.build for build in builds]
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise Refusal(
            f"two APIs have a build of one name: {', '.join(twins)}. "
            "They would write to the same folder: rename one"
        )


def _wanted(build: "Woven", generator: str) -> Wanted:
    facts = [("format", "1"), ("generator", generator), ("spec", build.digest)]
    facts += [(f"option {key}", value) for key, value in sorted(build.options)]
    files = {path: text.encode() for path, text in build.files.items()}
    return Wanted.of(build.build, files, facts)


def _removals(out: str, listed: set[str]) -> list[Plan]:
    plans = []
    for name in sorted(os.listdir(out)):
        folder = os.path.join(out, name)
        is_build = os.path.isfile(os.path.join(folder, LOCK))
        if name in listed or name.startswith(".") or os.path.islink(folder):
            continue
        if is_build and (state := read_state(folder)).lock.made_by_specloom:
            plans.append(plan_removal(name, state))
    return plans
