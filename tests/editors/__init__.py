"""What editors are told of a spec."""
