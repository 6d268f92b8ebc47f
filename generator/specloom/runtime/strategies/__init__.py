"""Goes to the folder `strategies` of every package."""
