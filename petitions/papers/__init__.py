"""The papers of petitions: which words each says and from where.

``intake`` are those by which a petition is accepted, refused, explained or sent on, ``answers`` those that end the
handling, ``hearings`` those of a hearing, ``reviews`` those of review and recheck, ``oversight`` reports, advice and
word to the cadre office; ``wording`` has what several of them say.
"""

from . import answers, hearings, intake, oversight, reviews

PAPERS = (*intake.PAPERS, *answers.PAPERS, *hearings.PAPERS, *reviews.PAPERS, *oversight.PAPERS)
