"""`python -m specloom` is the command `specloom`."""

import sys

from specloom.cli import main

if __name__ == "__main__":
    sys.exit(main())
