"""PLOVER as data: types, modes, quads, scores, sectors, contexts, CAMEO codes."""

from dragoman.ontology.load import QUADS, EventType, Mode, Ontology, load_ontology

__all__ = ["QUADS", "EventType", "Mode", "Ontology", "load_ontology"]
