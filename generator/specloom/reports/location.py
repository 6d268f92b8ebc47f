"""Where a file stands, for readers that do not start from the current folder.

In: a path as the user wrote it, and the folder that the reader starts from. Out: a path.
"""

import os


def below(path: str, root: str) -> str:
    """The path from `root`, with forward slashes; absolute if the file is not below it."""
    whole = _plain(path)
    for base in (
        root,
        os.path.realpath(root),
    ):  # the current folder's name has no links
        start = _plain(base).rstrip("/") + "/"
        if whole.startswith(start):
            return whole[len(start) :]
    return whole


def _plain(path: str) -> str:
    return os.path.abspath(path).replace(os.sep, "/")
