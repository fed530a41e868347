"""Looks one PDF through in a process of its own: ``python -m governance.cases.files.pdf_reader FILE``.

A PDF may unpack to gigabytes: that is why this process has little memory and time, and why nobody imports it. Exit
status 3 with a sentence on stdout is a refusal.
"""

import sys
from collections.abc import Iterator

import pikepdf

from governance.jobs.archives import MEGABYTE
from governance.jobs.elsewhere import REFUSED, limit_process

# What a reader does by itself, or at a click that says nothing of it: programs, other files, sending a form.
DOING = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR"),
    *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"),
}
PLAYED = {"/RichMedia", "/3D", "/Movie", "/Screen"}
# An electronic invoice brings its figures along.
DATA = (".xml", ".xbrl")
PRINT = "请打印成新的 PDF 再上传。"


def fault(pdf: pikepdf.Pdf) -> str:
    """Why the file is not taken; nothing if it only shows something."""
    for found in pdf.objects:
        for each in _dictionaries(found):
            if "/JS" in each or str(each.get("/S", "")) in DOING:
                return f"PDF 里有打开时运行的程序或者动作，不予接收。{PRINT}"
            if "/XFA" in each:
                return f"PDF 是带程序的动态表单，不予接收。{PRINT}"
            if str(each.get("/Subtype", "")) in PLAYED:
                return f"PDF 里嵌有音像或者动画，不予接收。{PRINT}"
            if "/EF" in each and not str(each.get("/UF", each.get("/F", ""))).lower().endswith(DATA):
                return "PDF 里嵌有别的文件，不予接收。请把材料单独上传。"
    return ""


def _dictionaries(found: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The object and what stands in it; what it only points at comes by itself."""
    left = [found]
    while left:
        each = left.pop()
        if isinstance(each, pikepdf.Array):
            inside = list(each)
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            inside = [value for _, value in each.items()]
        else:
            continue
        left += [value for value in inside if isinstance(value, pikepdf.Object) and not value.is_indirect]


def main(path: str) -> int:
    """The exit status; see the module."""
    limit_process(MEGABYTE)
    try:
        with pikepdf.open(path) as pdf:
            said = fault(pdf)
    except pikepdf.PasswordError:
        said = "PDF 加了密，不能核对内容，不予接收。请去掉密码后再上传。"
    except pikepdf.PdfError:
        said = "PDF 文件已损坏，无法打开。请重新生成后再上传。"
    sys.stdout.buffer.write(said.encode())
    return REFUSED if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
