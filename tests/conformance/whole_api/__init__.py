"""The three generated packages, held against what the public SDKs say of the whole API."""
