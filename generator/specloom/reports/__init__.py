"""What a run has found, shown to people and to machines.

In: a `Report`, data. Out: a text, a JSON document, SARIF, or commands of a GitHub workflow; a
module each. Nothing is written here, and nothing of a stream is known but its encoding. Used
by `commands`.
"""
