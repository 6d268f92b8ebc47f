"""The generated package, held against the official SDK."""
