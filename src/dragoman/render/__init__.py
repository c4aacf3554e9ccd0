"""Records to be looked at: pages, notebook fragments, terminal text."""
