"""The papers of petitions: which words each says and from where.

``intake`` are those by which a petition is accepted, refused, explained or sent on, ``answers`` those that end the
handling, ``oversight`` reports, advice and word to the cadre office; ``wording`` has what several of them say.
"""

from . import answers, intake, oversight

PAPERS = (*intake.PAPERS, *answers.PAPERS, *oversight.PAPERS)
