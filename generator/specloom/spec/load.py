"""Finds and reads the files of one API.

In: the folder that holds api.yaml. Out: `syntax.Spec`, or None, with every mistake reported.
"""

import os
import re

from specloom.diagnostics import Diagnostics, Span, nearest, rules
from specloom.source import Mapping, Reader, Scalar, read_source
from specloom.spec.api import read_api
from specloom.spec.files import SHARED_FILE, read_file
from specloom.spec.reading import Reading
from specloom.spec.syntax import ApiDeclared, FileDeclared, Spec

_ENDINGS = (".yaml", ".yml")


def load_spec(
    folder: str,
    shown: str,
    diagnostics: Diagnostics,
    texts: dict[str, str],
    read: Reader = read_source,
) -> Spec | None:
    """The API in `folder`; `shown` is how the user writes that folder.

    The text of each file is added to `texts` under the name that diagnostics use. `read`
    gives the tree of a file.
    """
    reading = Reading(diagnostics)
    places = sorted(_spec_files(folder, (), shown, diagnostics))
    if not any(place == ("api",) for place, _ in places):
        span = Span(shown, 1, 1, 2)
        hint = "api.yaml names the API, its products, releases, variants and builds"
        diagnostics.report(rules.MISSING_FILE, span, hint=hint, folder=shown)
        return None
    api = None
    files = []
    for place, name in places:
        file = f"{shown}/{name}"
        source = read(os.path.join(folder, *name.split("/")), file, diagnostics)
        texts[file] = source.text
        if source.root is None:
            continue
        if place == ("api",) and api is not None:
            reason = "an API has one api.yaml, and this is the second"
            diagnostics.report(
                rules.FILE_UNREADABLE, Span(file, 1, 1, 1), reason=reason
            )
        elif place == ("api",):
            api = read_api(reading, source.root)
        elif place[-1] == "api" and (key := _version_of(source.root)) is not None:
            hint = f"{shown}/api.yaml says what holds for the whole API: drop this one"
            where = "this file"
            reading.report(rules.UNKNOWN_KEY, key.span, hint, key=key.text, where=where)
        else:
            read_one = read_file(reading, source.root, place)
            files.append(_as_shared(read_one, [each for each, _ in places], reading))
    if api is None:
        return None
    whole = len(files) + 1 == len(places)
    return Spec(api, _with_shared(files, api, shown, reading), whole)


def _with_shared(
    files: list[FileDeclared], api: ApiDeclared, shown: str, reading: Reading
) -> tuple[FileDeclared, ...]:
    """The files; a types.yaml alone in a folder of no product is meant for all of them."""
    folders = [file.place[0].text for file in files if len(file.place) > 1]
    products = [product.text for product in api.products]
    known = {tuple(part.text for part in file.place) for file in files}
    found = []
    for file in files:
        folder, *rest = file.place
        is_lone = [part.text for part in rest] == [SHARED_FILE]
        if (
            is_lone
            and folders.count(folder.text) == 1
            and nearest(folder.text, products) is None
            and {*products} <= {*folders}
            and (SHARED_FILE,) not in known
        ):
            known.add((SHARED_FILE,))
            hint = f"move it to {shown}/{SHARED_FILE}.yaml, where every file sees it"
            rule = rules.MISPLACED_FILE
            reading.report(rule, folder.span, hint, name=folder.text)
            file = file._replace(place=(*rest,))
        found.append(file)
    return tuple(found)


def _version_of(root: Mapping) -> Scalar | None:
    """The key that only an api.yaml has."""
    keys = (entry.key for entry in root.entries)
    return next((key for key in keys if key.text == "specloom"), None)


def _as_shared(
    file: FileDeclared, places: list[tuple[str, ...]], reading: Reading
) -> FileDeclared:
    """A file that only declares types and records, as the types.yaml that it is meant to be.

    Such a file is of no use under another name: nobody would see what it declares.
    """
    *folder, name = file.place
    types = (*(part.text for part in folder), SHARED_FILE)
    of_resource = (file.path, file.resource, file.envelope, file.params)
    if (
        types in places
        or nearest(name.text, [SHARED_FILE]) is None
        or any((*of_resource, file.endpoints, file.events))
        or not (file.types or file.records)
    ):
        return file
    reading.report(
        rules.BAD_NAME,
        name.span,
        f"did you mean to call it `{SHARED_FILE}.yaml`?",
        name=f"{name.text}.yaml",
        what="a file whose types others use",
    )
    return file._replace(place=(*folder, name._replace(text=SHARED_FILE)))


def _ending_meant(ending: str) -> str | None:
    """The ending of a spec's files that `.YAML` or `.yalm` is meant to be."""
    plain = ending.lower()
    if plain in _ENDINGS:
        return plain
    return nearest(plain, _ENDINGS) if re.fullmatch(r"\.y[a-z]+", plain) else None


def _spec_files(
    folder: str, below: tuple[str, ...], shown: str, diagnostics: Diagnostics
) -> list[tuple[tuple[str, ...], str]]:
    """Each file's place without its ending and its path below the API's folder.

    Linked files are read; a linked folder could lead anywhere, and is reported.
    """
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            stem, ending = os.path.splitext(entry.name)
            if ending in _ENDINGS:
                found.append(((*below, stem), "/".join((*below, entry.name))))
            elif entry.is_dir(follow_symlinks=False):
                inside = (*below, entry.name)
                found += _spec_files(entry.path, inside, shown, diagnostics)
            elif entry.is_dir():
                span = Span("/".join((shown, *below, entry.name)), 1, 1, 1)
                reason = "a link to a folder is not followed"
                diagnostics.report(rules.FILE_UNREADABLE, span, reason=reason)
            elif (meant := _ending_meant(ending)) is not None:
                span = Span("/".join((shown, *below, entry.name)), 1, 1, 1)
                reason = f"its name ends in `{ending}`"
                hint = f"did you mean `{meant}`?"
                diagnostics.report(
                    rules.FILE_UNREADABLE, span, hint=hint, reason=reason
                )
    return found
