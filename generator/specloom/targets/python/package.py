"""Puts a package together: which file stands where.

In: `ir.Api`, and the same build as the other variants see it. Out: every file's text, by its
path inside the build's folder.
"""

from collections.abc import Iterable

from specloom import ir
from specloom.targets.python.layout import call, docstring, literal, statement
from specloom.targets.python.modules import header, render_modules
from specloom.targets.python.naming import has_functions
from specloom.targets.python.strategies import render_strategies
from specloom.targets.python.tests import render_tests
from specloom.targets.python.verbatim import verbatim
from specloom.targets.templates import template

RUNTIME = ("_errors.py", "_places.py", "_runtime.py", "_values.py")
"""What every package stands on; `_webhooks` only where there are webhooks."""


def render_package(
    api: ir.Api, siblings: tuple[ir.Api, ...], releases: tuple[ir.Api, ...] = ()
) -> dict[str, str]:
    """Every file of a build; `siblings` are other variants, `releases` other releases."""
    paths = frozenset(module.path for module in api.modules if not _is_empty(module))
    files = {"__init__.py": _root(api), "_api.py": _api(api), "py.typed": ""}
    files |= render_modules(api, paths)
    files |= render_strategies(api, paths)
    files |= render_tests(api, siblings, paths, releases)
    for folder in _folders(files):
        about = ".".join((api.build, *folder))
        files["/".join((*folder, "__init__.py"))] = _folder(api, f"`{about}`.")
    files |= verbatim(api, *RUNTIME)
    if any(module.webhooks for module in api.modules):
        files |= verbatim(api, "_webhooks.py")
    return {f"{api.build}/{path}": files[path] for path in sorted(files)}


def render_changed(api: ir.Api, known: ir.Api) -> dict[str, str]:
    """The files of the package itself that may differ from those of `known`.

    Whatever is the same object in both is not looked at; the tests stay as they are.
    """
    paths = frozenset(module.path for module in api.modules if not _is_empty(module))
    files = {"_api.py": _api(api), **render_modules(api, paths, known)}
    return {f"{api.build}/{path}": files[path] for path in sorted(files)}


def _is_empty(module: ir.Module) -> bool:
    return not (module.types or module.records or has_functions(module))


def _folders(files: Iterable[str]) -> list[tuple[str, ...]]:
    """Folders that need an `__init__.py` of their own."""
    known = set(files)
    folders = {
        tuple(path.split("/")[:depth])
        for path in known
        for depth in range(1, path.count("/") + 1)
    }
    return sorted(f for f in folders if f"{'/'.join(f)}/__init__.py" not in known)


def _root(api: ir.Api) -> str:
    about = api.doc or f"The {api.name} API."
    doc = (
        f"{about}\n\nThis package is the API as the variant `{api.variant}`"
        f" ({api.variant_title}) has it in release {api.release}."
    )
    if api.deprecated:
        doc += f"\n\nDeprecated from release {api.deprecated} on."
    view = {"header": header(api), "docstring": docstring(doc, ""), "exports": True}
    return template("python/init.py.jinja").render(view)


def _folder(api: ir.Api, doc: str) -> str:
    view = {"header": header(api), "docstring": docstring(doc, ""), "exports": False}
    return template("python/init.py.jinja").render(view)


def _api(api: ir.Api) -> str:
    key = literal(api.auth.env) if api.auth else "None"
    words = [f"base_url={literal(api.base_url)}", f"key_variable={key}"]
    if api.query.lists != "comma":
        words.append(f"lists={literal(api.query.lists)}")
    if api.query.null is not None:
        words.append(f"null={literal(api.query.null)}")
    made = call("Api", *words)
    view = {"header": header(api), "api": statement("API = ", made)}
    return template("python/api.py.jinja").render(view)
