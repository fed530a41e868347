"""The papers of mediation: which words each says and from where."""

from . import agreements, conduct, follow_up, reconciliation, referrals

PAPERS = (*conduct.PAPERS, *agreements.PAPERS, *reconciliation.PAPERS, *follow_up.PAPERS, *referrals.PAPERS)
