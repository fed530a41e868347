"""A copy of a paper for who may see a case and not who is in it: names, numbers and addresses are masked as on its page
(个人信息保护法 art. 6)."""

from collections.abc import Iterable
from io import BytesIO
from typing import BinaryIO

from docx import Document
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from governance.frame.identity import phones_in
from governance.frame.seals.sealing import mask_address

from ..models import Participant

PARAGRAPH, TEXT = qn("w:p"), qn("w:t")


def masks_of(case) -> dict[str, str]:
    """What of the people of the case, and of the whole of which it is a part, stands in its papers and how it is said
    to onlookers, the longest first; also what stood there before a correction."""
    people = Participant.ever.filter(case__in=[pk for pk in (case.pk, case.parent_id) if pk])
    found: dict[str, str] = {}
    for person in people:
        numbers = [(phone, person.phone_mask) for phone in phones_in(person.phone)]
        where = (person.address, mask_address(person.address))
        said = [(person.name, person.masked_name), (person.id_number, person.id_number_mask), where, *numbers]
        found |= {words: mask for words, mask in said if len(words) > 1 and words != mask}
    return {words: found[words] for words in sorted(found, key=len, reverse=True)}


def masked(source: BinaryIO, masks: dict[str, str]) -> BinaryIO:
    """The Word file with every one of the words under its mask, in the text, above it and below it; itself where there
    are none."""
    if not masks:
        return source
    document = Document(source)
    for part in document.part.package.iter_parts():
        for paragraph in part.element.iter(PARAGRAPH) if isinstance(part, XmlPart) else ():
            _mask(list(paragraph.iter(TEXT)), masks)
    written = BytesIO()
    document.save(written)
    written.seek(0)
    return written


def _mask(runs: list, masks: dict[str, str]) -> None:
    """Each run keeps its look, but where words stand across several: there the first says all."""
    for run in runs:
        run.text = _said(run.text or "", masks.items())
    whole = "".join(run.text for run in runs)
    if (said := _said(whole, masks.items())) != whole:
        for place, run in enumerate(runs):
            run.text = "" if place else said


def _said(text: str, masks: Iterable[tuple[str, str]]) -> str:
    for words, mask in masks:
        text = text.replace(words, mask)
    return text
