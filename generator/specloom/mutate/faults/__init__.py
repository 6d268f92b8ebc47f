"""The faults that an API can have: one module for each level of the IR."""
