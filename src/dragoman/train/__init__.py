"""Training of the shipped model (extra ``train``: torch; spaCy only as a teacher of names and syntax)."""
