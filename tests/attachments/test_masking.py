"""What onlookers read of the people in a paper: each under the mask of the page, wherever it stands."""

import zipfile
from io import BytesIO

from docx import Document

from governance.cases.binding.masking import masked, masks_of
from tests import builders, disputes

MASKS = {"赵秀英": "赵**", "凤栖路社区3组8号": "凤栖路社区***"}


def said(file) -> str:
    with zipfile.ZipFile(file) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_it_masks_text_tables_heads_and_feet_also_of_a_first_page():
    document = Document()
    document.add_paragraph("申请人赵秀英，住凤栖路社区3组8号。")
    document.add_table(1, 1).cell(0, 0).text = "赵秀英"
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
        part.paragraphs[0].text = "赵秀英"
    made = BytesIO()
    document.save(made)
    assert said(made).count("赵秀英") == 6
    shown = said(masked(made, MASKS))
    assert "赵秀英" not in shown and "3组8号" not in shown
    assert shown.count("赵**") == 6 and "申请人赵**，住凤栖路社区***。" in shown


def test_a_name_that_stands_in_several_runs_is_masked_and_what_stands_beside_it_stays():
    document = Document()
    paragraph = document.add_paragraph()
    for words in ("申请人赵", "秀", "英反映停水", "。"):
        paragraph.add_run(words)
    made = BytesIO()
    document.save(made)
    (shown,) = Document(masked(made, MASKS)).paragraphs
    assert shown.text == "申请人赵**反映停水。"


def test_without_masks_it_is_the_file_itself():
    file = BytesIO(b"not a Word file")
    assert masked(file, {}) is file


def test_numbers_and_address_have_the_masks_of_the_page_and_longer_words_come_first(cast):
    id_number = "610116199001011234"
    people = [builders.person(id_number=id_number), builders.person("赵秀英娃", "029-85290000", address="广场社区")]
    masks = masks_of(builders.petition(cast, people=people))
    first = people[0]
    assert masks[id_number] == first.id_number_mask != id_number
    assert masks["13911112222"] == first.phone_mask and "2222" in first.phone_mask
    assert masks["凤栖路社区3组8号"] == "凤栖路社区***" and "广场社区" not in masks
    assert "0000" in masks["02985290000"] and masks["02985290000"] != "02985290000"
    assert list(masks).index("赵秀英娃") < list(masks).index("赵秀英")


def test_the_people_of_the_whole_are_masked_in_the_papers_of_its_part(cast):
    track = disputes.track(cast)
    track.participants.all().delete()
    whole = {person.name for person in track.dispute.participants.all()}
    assert whole and whole <= masks_of(track).keys()
