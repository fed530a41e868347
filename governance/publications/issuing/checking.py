"""What must not stand in a text that everybody can read."""

import re
import unicodedata
import zipfile
from collections.abc import Iterator

from governance.cases.access.veil import numbers_in
from governance.cases.files import storage
from governance.cases.illnesses import why_illness
from governance.cases.law.rewards import ARTICLE, rewards_fewer_petitions
from governance.frame.identity import MOBILE_IN_TEXT, RESIDENT_IN_TEXT, is_id_number

from ..body import TABLE, blocks
from ..models import Publication

# A paragraph, a shared string or a cell is over; all other marks stand within one.
END = re.compile(r"</(?:w:p|si|c|v|a:p)>")
TAG = re.compile(r"<[^<>]+>")


def wrong_words(publication: Publication) -> dict[str, str]:
    """Why the text cannot go out, by the field in which it stands."""
    files = _in_files(publication) if publication.kind.is_public else ()
    texts = {"title": publication.title, "body": publication.body, "files": "\n".join(files)}
    found = {name: " ".join(said) for name, text in texts.items() if (said := list(_wrong(publication, text)))}
    return found | ({"files": found["files"].replace("文中", "附件中")} if "files" in found else {})


def _in_files(publication: Publication) -> Iterator[str]:
    """The names of what goes along, and what stands in it where it is a document or a sheet of an office."""
    for file in publication.files.filter(is_removed=False):
        yield file.name
        with storage.opened(file.path) as stored:
            if not zipfile.is_zipfile(stored):
                continue
            with zipfile.ZipFile(stored) as package:
                parts = [name for name in package.namelist() if name.endswith(".xml")]
                yield from (_plain(package.read(name).decode("utf-8", "replace")) for name in parts)


def _plain(xml: str) -> str:
    """The words of a part: what one paragraph or cell says stands together, and apart from the next."""
    return TAG.sub("", END.sub("\n", xml))


def _wrong(publication: Publication, text: str) -> Iterator[str]:
    if any(rewards_fewer_petitions(cell) for each in blocks(text) if each.kind == TABLE for cell in each.head):
        yield f"表格不得以信访数量减少排名或者计分（{ARTICLE}）。"
    if not publication.kind.is_public:
        return
    text = unicodedata.normalize("NFKC", text)
    if any(is_id_number(found.upper()) for found in RESIDENT_IN_TEXT.findall(text)):
        yield "文中有身份证号，不能公开。"
    if not publication.kind.has_contacts and MOBILE_IN_TEXT.search(text):
        yield "文中有手机号码，不能公开。"
    if sentence := why_illness(text):
        yield sentence
    if numbers_in([text]):
        yield "文中有事项编号，不能公开，请去掉。"
