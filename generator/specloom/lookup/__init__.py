"""Answers questions about a spec: what a path means, and what differs between its views.

In: an API in all its views (`weave.Viewed`). Out: explanations and tables, and the texts that
show them. Used by the commands `explain` and `matrix`; makes no package.
"""
