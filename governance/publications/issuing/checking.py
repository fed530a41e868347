"""What must not stand in a text that everybody can read."""

import re
from collections.abc import Iterator

from governance.cases.access.veil import numbers_in
from governance.cases.law.rewards import ARTICLE, rewards_fewer_petitions
from governance.frame.identity import is_id_number

from ..body import TABLE, blocks
from ..models import Publication

ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")


def wrong_words(publication: Publication) -> dict[str, str]:
    """Why the text cannot go out, by the field in which it stands."""
    texts = {"title": publication.title, "body": publication.body}
    return {name: " ".join(said) for name, text in texts.items() if (said := list(_wrong(publication, text)))}


def _wrong(publication: Publication, text: str) -> Iterator[str]:
    if any(rewards_fewer_petitions(cell) for each in blocks(text) if each.kind == TABLE for cell in each.head):
        yield f"表格不得以信访数量减少排名或者计分（{ARTICLE}）。"
    if not publication.kind.is_public:
        return
    if any(is_id_number(found.upper()) for found in ID_NUMBER.findall(text)):
        yield "文中有身份证号，不能公开。"
    if not publication.kind.has_contacts and MOBILE.search(text):
        yield "文中有手机号码，不能公开。"
    if numbers_in([text]):
        yield "文中有事项编号，不能公开，请去掉。"
