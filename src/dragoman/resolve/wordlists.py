"""Small closed classes of English words that the phrase reader and the pronoun resolver lean on."""

from __future__ import annotations

DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "its", "his", "her", "their"})
DETERMINERS = DEFINITE | frozenset(
    {"a", "an", "some", "any", "all", "each", "every", "no", "our", "my", "your", '"', "'"}
)
JOINERS = frozenset({"and", "or", "&", "/", "nor", "plus"})
QUANTITIES = frozenset(
    """group groups team number dozens dozen hundreds thousands scores some many most several one two three four five
    six seven eight nine ten eleven twelve total majority series couple pair part crowd crowds members member all each
    both none handful million millions few tens rest half others range coalition gathering delegation bunch lot
    body list series 20 crew leaders wave""".split()
)
ZONE_ENDS = frozenset(
    """of in at on for to from with by against near who whom that which whose where when led accused including under
    over after before during outside inside around across along between among as ( ) — – - : ; , is was were are has
    have had based calling seeking loyal opposed backed held responsible aboard involved charged suspected such
    like than not behind throughout within without into onto via per about because since until while said says living
    working fighting linked belonging representing participating attending taking seized arrested detained
    killed wounded will would could can may might must should called known named""".split()
)
CLOSE_PREPOSITIONS = {
    "of": 0, "from": 1, "in": 2, "at": 3, "on": 3, "near": 4, "outside": 4, "inside": 3, "across": 2, "around": 4,
    "throughout": 2, "based": 2, "representing": 1, "for": 5, ",": 3, "led": 6, "by": 6, "(": 4, "who": 7,
}  # fmt: skip
BASED = frozenset(
    "based held controlled occupied ruled administered run owned led dominated governed born registered flagged".split()
)
UNOWNED = frozenset(
    """backed linked allied sponsored trained funded friendly brokered mediated bound inspired style supported sourced
    made built led-by designated aligned leaning imposed style speaking wide year old based-on sanctioned financed
    supplied mandated drafted proposed affiliated supplied armed""".split()
)
PREFIXES = frozenset({"pro", "anti", "non", "ex", "post", "pre", "trans", "cross", "inter", "counter", "un", "re"})
STAYS = frozenset(
    """ambassador ambassadors envoy envoys embassy embassies consulate consulates consul troops soldiers forces
    force troop soldier marines marine diplomats diplomat representative mission peacekeepers base bases contingent
    high commissioner special envoy special representative missionaries expatriates tourists contractors""".split()
    + ["high commissioner", "special envoy", "special representative", "diplomatic mission", "consul general"]
)
"""Those who are often found in another country than their own: "in" tells nothing of whose they are."""
WEAK_ROLES = frozenset(
    """official officials spokesman spokeswoman spokesperson spokesmen spokespersons leader leaders chief chiefs head
    heads member members aide aides adviser advisers advisor advisors representative representatives delegate delegates
    delegation delegations team teams group groups officer officers supporter supporters activist activists source
    sources figure figures secretary commissioner panel committee board commission unit units deputy
    follower followers negotiator negotiators expert experts agency authorities authority leadership senior official
    movement side envoy counterpart operative operatives sympathizer sympathizers candidate candidates chairman
    chairwoman president employee employees staff worker workers director commander commanders fighters fighter
    chairperson manager managers directors chairmen chair secretary-general director-general faction factions campaigner campaigners critic critics people person""".split()
    + [
        "vice chairman",
        "deputy chairman",
        "deputy director",
        "director general",
        "secretary general",
        "deputy head",
        "general secretary",
        "senior official",
        "special envoy",
        "press secretary",
        "chief of staff",
    ]
)
"""Roles whose sector is that of the body they belong to: a police chief, a union leader, a Hamas spokesman."""
NAME_PARTICLES = frozenset({"al", "bin", "bint", "ibn", "de", "da", "dos", "del", "della", "van", "von", "der", "den", "el",
                            "la", "le", "ul", "ur", "abu", "ben", "e", "y", "jr", "sr", "ter", "dit"})  # fmt: skip
AFTER_NAME = frozenset(
    """affairs ministry minister department office party group council committee bank agency university court news
    court's ltd inc co corp company street city province district region day week month year monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october november
    december i we he she it they us you daily times post bureau association organization organisation institute
    union front movement army force forces service board centre center commission""".split()
)
