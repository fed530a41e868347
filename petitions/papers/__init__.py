"""The papers of petitions: what fills their words.

``intake`` are those by which a petition is accepted, refused, explained or sent on, ``answers`` those that end the
handling, ``hearings`` those of a hearing, ``reviews`` those of review and recheck, ``oversight`` reports, advice and
word to the cadre office; ``wording`` has what several of them say.
"""

from . import answers, hearings, intake, oversight, reviews

TEXTS = intake.TEXTS | answers.TEXTS | hearings.TEXTS | reviews.TEXTS | oversight.TEXTS
