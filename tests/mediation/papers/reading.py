"""The parties of the papers, and what every paper has."""

import hashlib

from governance.cases.files import storage
from tests import disputes
from tests.papers.reading import everything, text

ID_NUMBER = "610116196802140028"
PHONE = "13922220001"


def people():
    return [
        disputes.party("韩素珍", "applicant", phone=PHONE, address="凤栖路社区5号楼301室", id_number=ID_NUMBER),
        disputes.party("孟广田", "respondent", phone="13922220002"),
        disputes.party("韩小军", "agent", address="凤栖路社区5号楼301室"),
    ]


def check(paper, number, signer, *sentences):
    """What every paper has, and the sentences of this one."""
    shown = text(paper)
    assert (paper.number, paper.signer_name) == (number, signer)
    for sentence in (number, signer, paper.unit.name, paper.case.number, paper.case.title, *sentences):
        assert sentence in shown, sentence
    assert "{{" not in shown
    assert "{%" not in shown
    assert not {"\u2028", "\u2029"} & set(shown)
    assert paper.sha256 == hashlib.sha256(storage.content_of(paper.path)).hexdigest()
    assert ID_NUMBER not in everything(paper) + str(paper.contents)
    assert PHONE not in everything(paper) + str(paper.contents)
