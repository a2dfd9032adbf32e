"""Words that only look as if they had an ending.

KEPT lose no ending but that of the plural; WHOLE not even that. A rule that takes -ed, -ing or -ion off also looks here
whether an -e belongs back (uniting is of unite, not of unit).
"""

WHOLE = frozenset(
    """
    alias always arkansas arms asbestos atlas besides bias bus canvas chaos christmas clothes corps
    cosmos customs dallas ethos gas goods his its kansas kudos las lens los means memphis mens news
    overseas perhaps plus series sometimes species texas this thus united vegas whereas yes
    """.split()
)

_BY_ENDING = {
    "-ment: what is left before it is another word, or none (state, depart, apart)": """
        amazement apartment augment basement betterment cement comment compartment complement
        compliment condiment decrement department detriment document element environment excrement
        experiment ferment figment filament firmament fragment garment implement increment
        instrument judgment lament moment monument ornament parliament pavement pigment predicament
        regiment rudiment sediment segment sentiment statement supplement temperament tenement
        testament torment tournament
    """,
    "-ness, -ess": """
        business governess harness highness illness likeness lioness wilderness witness
    """,
    "-ion, -ional": """
        accordion alienation ambition auction audition battalion billion champion coalition
        commission companion condition congregation constellation constitution convention
        conversation criterion cushion destination dimension discretion dominion duration edition
        emotion equation exception expedition faction fashion federation fiction foundation fraction
        friction function fusion illusion inflation information international irrational junction
        jurisdiction legion medallion medication mention million mission motion nation nationality
        notation occasion occupation onion opinion passion pavilion pension petition plantation
        population portion position precision procession profession proposition provision question
        ration rational rebellion reception recession region religion rendition reputation sanction
        scorpion section session stallion station succession television tension tradition transition
        trillion union vacation version vision vocation
    """,
    "-ance, -ence, -ancy, -ency; verbs on -ence among them": """
        agency appliance assistant attendant commence conference conscience consequence
        constituency correspondent currency defendant deference descendant emergency entrance
        essence evidence incidence instance instant intelligence license ordinance patience presence
        providence province prudence reference science sentence sequence substance surveillance
        tendency
    """,
    "-ity": """
        complicity criticality hospitality mortality nativity personality principality publicity
        relativity
    """,
    "-ly, -y": """
        ally anomaly apply assembly barely belly bully butterfly comply curly daily early elderly
        family fly friendly hardly holy homily imply italy jelly july lately likely lily lonely
        lovely melancholy monopoly multiply nearly only ply presently rally rely reply scarcely
        several shortly silly sly supply ugly unlikely utterly
    """,
    "-ical, -ator": """
        critical equator physical practical predator radical senator vertical
    """,
    "-ed": """
        alfred bed beloved biped crooked embed fred hundred indeed infrared kindred naked ragged red
        rugged sacred shed sled ted wed wicked
    """,
    "-ing": """
        anything awning beijing boeing ceiling cunning darling duckling dumpling during evening
        everything inkling lightning morning nothing outing pudding shilling sibling something
        sterling underling unwilling viking wedding willing wording
    """,
    "a double consonant of their own": """
        add boycott burr ebb egg err inn odd purr watt
    """,
    "no -e belongs back, though a word with it exists (suite, aide)": """
        aid suit
    """,
    "an -e, or -ate, of their own: without it they would be another word (past, secret, moral, human, unit, heroin)": """
        activate aide alienate bathe breathe candidate captivate carte caste clothe cooperate corpse
        deactivate designate domesticate finale forte germane heroine humane lathe liquidate
        literate loathe locale modulate morale parte paste rationale reactivate route secrete
        sheathe soothe suite template tense unite urbane wreathe
    """,
}
KEPT = frozenset(word for words in _BY_ENDING.values() for word in words.split())
