"""The generated packages, held against the API's documentation pages."""
