"""Turns one file into A4 pages in a process of its own: ``python -m governance.cases.binding.reader KIND FILE OUT``.

A hostile file may make its parser loop, eat all memory or abort: that is why this process has little time and memory,
and why nobody imports it. On stdout stands a sentence that goes with the pages, or, with exit status 3, the reason why
there are none.
"""

import sys
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Stream

from governance.cases.binding import word
from governance.cases.binding.foreign import NoPages
from governance.cases.binding.sheets import HEIGHT, WIDTH
from governance.jobs.archives import MEGABYTE
from governance.jobs.elsewhere import REFUSED, limit_process

OUTPUT = 200 * MEGABYTE
MOST_PAGES = 500
# Points; what is smaller or larger than any sheet of paper is a broken page.
SMALLEST, LARGEST = 10, 15_000
# Of the page only what is drawn goes on: nothing that runs, fetches, or hides behind the picture.
NOT_DRAWN = (
    "/AA",
    "/AF",
    "/Alternates",
    "/F",
    "/FDecodeParms",
    "/FFilter",
    "/Metadata",
    "/OPI",
    "/PieceInfo",
    "/PS",
    "/Ref",
    "/StructParent",
    "/StructParents",
    "/Subtype2",
)


def pdf_pages(source: Path, path: Path) -> str:
    """The pages as they look in print, each on A4; stamps, seals and filled-in fields become part of the page."""
    try:
        with pikepdf.open(source) as original:
            count = len(original.pages)
            if not count:
                raise NoPages("文件里没有可以打印的页。")
            if count > MOST_PAGES:
                raise NoPages(f"文件共 {count} 页，超过 {MOST_PAGES} 页，没有合订。")
            original.generate_appearance_streams()
            original.flatten_annotations("all")
            with pikepdf.new() as result:
                for page in original.pages:
                    _place(page, result)
                _strip(result)
                result.save(path, compress_streams=True)
            repaired = bool(original.get_warnings())
    except pikepdf.PasswordError as error:
        raise NoPages("文件设有打开密码，没有合订。") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, NotImplementedError) as error:
        raise NoPages("文件已损坏或者内部结构异常，没有合订。") from error
    return "文件内部有损坏之处，合订的内容可能不全，以原件为准。" if repaired else ""


def _place(page, result) -> None:
    """One more page stands in the result, as large as A4 allows, upright or across as the original is."""
    box = [float(edge) for edge in page.trimbox]
    width, height = box[2] - box[0], box[3] - box[1]
    if not all(SMALLEST <= abs(length) <= LARGEST for length in (width, height)):
        raise NoPages("文件的页面尺寸不正常，没有合订。")
    if int(page.obj.get("/Rotate", 0)) % 180:
        width, height = height, width
    form = result.copy_foreign(page.as_form_xobject())
    sheet = (HEIGHT, WIDTH) if width > height else (WIDTH, HEIGHT)
    result.add_blank_page(page_size=sheet)
    result.pages[-1].add_overlay(form, pikepdf.Rectangle(0, 0, *sheet))


def _strip(result) -> None:
    for item in result.objects:
        if isinstance(item, Stream | Dictionary) and item.get("/Type") != Name.Page:
            for key in NOT_DRAWN:
                if key in item:
                    del item[key]


def word_pages(source: Path, path: Path) -> str:
    """The text, tables and pictures of a Word file on A4."""
    try:
        word.pages(source, path)
    except Exception as error:  # python-docx, lxml and the layout raise whatever a broken part makes them stumble over
        raise NoPages("文件打不开，没有合订。") from error
    with pikepdf.open(path) as printed:
        if len(printed.pages) > MOST_PAGES:
            raise NoPages(f"文件打印出来超过 {MOST_PAGES} 页，没有合订。")
    return ""


KINDS = {"pdf": pdf_pages, "docx": word_pages}


def main(kind: str, source: str, path: str) -> int:
    limit_process(OUTPUT)
    try:
        said = KINDS[kind](Path(source), Path(path))
    except NoPages as refused:
        sys.stdout.buffer.write(str(refused).encode())
        return REFUSED
    except MemoryError:
        sys.stdout.buffer.write("文件展开后过大，没有合订。".encode())
        return REFUSED
    sys.stdout.buffer.write(said.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
