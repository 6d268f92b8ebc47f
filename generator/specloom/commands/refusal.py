"""The one exception for everything that ends a command with exit code 2."""


class Refusal(Exception):
    """The call, the spec or what stands in the output folder is wrong; the text says how."""
