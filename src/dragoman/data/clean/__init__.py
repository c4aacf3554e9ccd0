"""Data of the cleaning stage: abbreviations, residue, zones, function words. Written for this project, Apache-2.0."""
