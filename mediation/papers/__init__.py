"""The papers of mediation: which words each says and from where. Importing this package registers them."""

from governance.cases.papers import issue as papers

from . import agreeing, conducting, following, referring

for _kind in (*conducting.PAPERS, *agreeing.PAPERS, *following.PAPERS, *referring.PAPERS):
    papers.register(_kind)
