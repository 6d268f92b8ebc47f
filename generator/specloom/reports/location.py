"""Where a file stands, for readers that do not start from the current folder.

In: a path as the user wrote it, and the folder that the reader starts from. Out: a path.
"""

import os


def below(path: str, root: str) -> str:
    """The path from `root`, with forward slashes; absolute if the file is not below it."""
    base = _plain(root)
    whole = _plain(path)
    start = base.rstrip("/") + "/"
    return whole[len(start) :] if whole.startswith(start) else whole


def _plain(path: str) -> str:
    return os.path.abspath(path).replace(os.sep, "/")
