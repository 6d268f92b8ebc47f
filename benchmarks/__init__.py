"""CPU time of whole runs, against the bare interpreter: `make bench`."""
