"""Goes to the folder `tests` of every package."""
