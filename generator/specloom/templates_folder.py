"""Where the templates are: `templates/` of a checkout, or the copy inside the wheel.

Imports nothing of specloom; `fingerprint` and the targets ask it.
"""

import os


def templates_folder() -> str:
    """The absolute path of the folder that holds the Jinja templates."""
    package = os.path.dirname(os.path.abspath(__file__))
    packed = os.path.join(package, "templates")
    if os.path.isdir(packed):
        return packed
    checkout = os.path.dirname(os.path.dirname(package))
    return os.path.join(checkout, "templates")
