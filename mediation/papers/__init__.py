"""The papers of mediation: which words each says and from where."""

from . import agreeing, conducting, following, referring

PAPERS = (*conducting.PAPERS, *agreeing.PAPERS, *following.PAPERS, *referring.PAPERS)
