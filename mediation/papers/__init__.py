"""The papers of mediation: which words each says and from where."""

from . import agreements, conduct, follow_up, referrals

PAPERS = (*conduct.PAPERS, *agreements.PAPERS, *follow_up.PAPERS, *referrals.PAPERS)
