"""Small closed classes of English words that the phrase reader and the pronoun resolver lean on.

The words stand in ``data/knowledge/wordlists.tsv``; here are their names and what they are for.
"""

from __future__ import annotations

from dragoman.data.knowledge.lexicon import rows

_LISTS = {cells[0]: frozenset(cells[1].split("|")) for _, cells in rows("wordlists.tsv")}

DEFINITE = _LISTS["definite"]
DETERMINERS = _LISTS["determiners"]
JOINERS = _LISTS["joiners"]
QUANTITIES = _LISTS["quantities"]
"""Heads that only count what follows "of": a group of, dozens of, members of."""
COUNTS = _LISTS["counts"]
ZONE_ENDS = _LISTS["zone_ends"]
"""Prepositions, relatives, verbs: the head of a phrase ends before them."""
BEFORE_NOUNS = _LISTS["before_nouns"]
BASED = _LISTS["based"]
"""Second parts that tell where somebody is: Gaza-based."""
UNOWNED = _LISTS["unowned"]
"""Second parts that tell nothing of whose somebody is: US-backed."""
PREFIXES = _LISTS["prefixes"]
STAYS = _LISTS["stays"]
"""Those who are often found in another country than their own: "in" tells nothing of whose they are."""
WEAK_ROLES = _LISTS["weak_roles"]
"""Roles whose sector is that of the body they belong to: a police chief, a union leader, a Hamas spokesman."""
NAME_PARTICLES = _LISTS["name_particles"]
AFTER_NAME = _LISTS["after_name"]
"""Capitalised words that end no person's name."""
GROUP_NOUNS = _LISTS["group_nouns"]
"""Nouns that add nothing to a named group: "the rebel FDLR force", "the Hezbollah movement"."""
UNPLACED = _LISTS["unplaced"]
"""Sources that, without an article, stand for no country: analysts, diplomats, reports."""
MANY_STATES = _LISTS["many_states"]
FOR_EUROPE = _LISTS["for_europe"]
FOR_ARABS = _LISTS["for_arabs"]
STATES = _LISTS["states"]
ONE_STATE = _LISTS["one_state"]
BODY_WORDS = _LISTS["body_words"]
ANY_BODY = _LISTS["any_body"]
"""Nouns that may stand for any named body: the organization, the bloc."""
ALSO_ADJECTIVES = _LISTS["also_adjectives"]
"""Role nouns that are adjectives or other words before a noun: general elections."""
TAIL_ENDS = _LISTS["tail_ends"]
CLOSE_PREPOSITIONS = {
    "of": 0, "from": 1, "in": 2, "at": 3, "on": 3, "near": 4, "outside": 4, "inside": 3, "across": 2, "around": 4,
    "throughout": 2, "based": 2, "representing": 1, "for": 5, ",": 3, "led": 6, "by": 6, "(": 4, "who": 7,
}  # fmt: skip
