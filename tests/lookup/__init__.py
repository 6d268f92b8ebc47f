"""What a path means, and which view has what: `specloom explain` and `specloom matrix`."""
