"""The papers of mediation: which words each says and from where.

``referrals`` go between offices, ``conduct`` are those from the application to the sitting, ``agreements`` say
what was agreed and ask the court, ``follow_up`` are those of what comes after, ``reconciliation`` those of
criminal cases; ``wording`` has the words that several of them say.
"""

from . import agreements, conduct, follow_up, reconciliation, referrals

PAPERS = (*conduct.PAPERS, *agreements.PAPERS, *reconciliation.PAPERS, *follow_up.PAPERS, *referrals.PAPERS)
