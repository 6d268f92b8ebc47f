"""Jinja, set up once: strict about names, with its compiled templates kept beside them.

A template sees views: named tuples whose text is ready. Compiling a dozen templates costs more
than rendering a package, so the compiled ones are kept in `templates/__pycache__`, as Python
keeps its own; where that can't be written they are compiled anew.
"""

import os
from functools import cache

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
)
from jinja2.bccache import Bucket

from specloom.templates_folder import templates_folder


class _KeptBytecode(BytecodeCache):
    """Compiled templates in files; Jinja checks that each belongs to its source."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def _file(self, bucket: Bucket) -> str:
        return os.path.join(self.folder, f"{bucket.key}.jinja-cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Reads what an earlier run has kept."""
        try:
            with open(self._file(bucket), "rb") as file:
                bucket.load_bytecode(file)
        except (OSError, ValueError, EOFError, TypeError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a compiled template for the next run."""
        file = self._file(bucket)
        partial = f"{file}.{os.getpid()}"
        try:
            os.makedirs(self.folder, exist_ok=True)
            with open(partial, "wb") as out:
                bucket.write_bytecode(out)
            os.replace(partial, file)
        except OSError:
            return


@cache
def _environment() -> Environment:
    folder = templates_folder()
    return Environment(
        autoescape=False,
        bytecode_cache=_KeptBytecode(os.path.join(folder, "__pycache__")),
        keep_trailing_newline=True,
        loader=FileSystemLoader(folder),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )


def template(name: str) -> Template:
    """A template of the top-level folder `templates/`, by its path there."""
    return _environment().get_template(name)
