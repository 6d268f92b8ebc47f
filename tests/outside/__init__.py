"""Generated code against readers that somebody else wrote."""
