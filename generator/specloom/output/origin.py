"""Which generator made a build: one digest of all that decides what is written.

Goes into the lock. The same for a checkout and a wheel, on every system: it is taken over paths
below the package and contents with plain line ends. What only drives, reports or writes is left
out, so that it may change without a new lock in every build.
"""

import os

from specloom.fingerprint import digest, read, tree
from specloom.templates_folder import templates_folder

_DECIDES_NOTHING = (
    "__init__.py",
    "__main__.py",
    "cli.py",
    "commands/",
    "diagnostics/",
    "editors/",
    "fingerprint.py",
    "lookup/",
    "mutate/",
    "output/",
    "reports/",
    "starter/",
    "templates/",  # the wheel's copy: counted below, under one name for both
    "templates_folder.py",
)


def generator_digest() -> str:
    """The sha256 over every deciding source and every template, path and content.

    Raises:
        OSError: a source can't be read.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    sources = [
        name
        for name in tree(package, links=True)
        if not name.startswith(_DECIDES_NOTHING)
    ]
    templates = templates_folder()
    return digest(
        (f"{label}/{name}", read(os.path.join(root, name)).replace(b"\r\n", b"\n"))
        for label, root, names in (
            ("specloom", package, sources),
            ("templates", templates, tree(templates, links=True)),
        )
        for name in names
    )
