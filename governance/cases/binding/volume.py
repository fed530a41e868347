"""Puts the sheets of a volume in order, numbers the pages and writes one file."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from . import foreign, pictures, sheets, word
from .shapes import BackCover, Bound, BoundPaper, ContentsEntry, Cover, DataSheet, StoredFile

PICTURES = ("image/jpeg", "image/png")
READ_ELSEWHERE = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
KEPT_APART = "本件是电子材料，不能印成纸页，另行保存。查阅时请核对下列校验值。"


@dataclass
class _Part:
    """Pages of one line of the contents: which file holds them, and how many."""

    path: Path
    pages: int


def bind(
    path: Path,
    cover: Cover,
    entries: list[ContentsEntry],
    back: BackCover,
    *,
    said: Callable[[int], None] = lambda done: None,
) -> Bound:
    """One PDF stands at ``path``; ``said`` is told how many entries are done.

    Page numbers count the content: cover, contents and back cover have none (as in the filing of archives).
    """
    bound = Bound()
    with tempfile.TemporaryDirectory() as folder:
        binder = _Binder(Path(folder), bound)
        placed = []
        for done, entry in enumerate(entries, start=1):
            placed.append((entry, binder.entry(entry)))
            said(done)
        lines, first = [], 1
        for entry, parts in placed:
            count = sum(part.pages for part in parts)
            lines.append((entry.title, entry.note, _range(first, count)))
            first += count
        bound.pages = first - 1
        front = [binder.sheet(sheets.cover, cover), binder.sheet(sheets.contents, lines)]
        last = binder.sheet(sheets.back_cover, back, pages=bound.pages)
        _write(path, cover, front, placed, last)
    return bound


def _range(first: int, count: int) -> str:
    if not count:
        return "—"
    return str(first) if count == 1 else f"{first}—{first + count - 1}"


class _Binder:
    """Makes the sheets of every source in one folder."""

    def __init__(self, folder: Path, bound: Bound):
        self._folder = folder
        self._bound = bound
        self._made = 0

    def entry(self, entry: ContentsEntry) -> list[_Part]:
        return [part for source in entry.sources for part in self._source(source)]

    def sheet(self, draw: Callable, *what, **more) -> _Part:
        path = self._next()
        draw(path, *what, **more)
        return _counted(path)

    def _next(self) -> Path:
        self._made += 1
        return self._folder / f"{self._made}.pdf"

    def _source(self, source) -> list[_Part]:
        if isinstance(source, DataSheet):
            return [self.sheet(sheets.plain, source)]
        self._made += 1
        kept = self._folder / f"{self._made}.kept"
        try:
            source.copied(kept)
        except FileNotFoundError:
            return [self._slip(source, "本件的文件不在存放处，没有合订。请联系系统管理员查找。")]
        try:
            return [self._paper(source, kept)] if isinstance(source, BoundPaper) else self._stored(source, kept)
        finally:
            kept.unlink()

    def _paper(self, paper: BoundPaper, kept: Path) -> _Part:
        """An office may have put its own template in; what that does to the layout must not stop the volume."""
        path = self._next()
        try:
            word.pages(kept, path)
        except Exception:  # whatever the layout stumbles over
            return self._slip(paper, "本件文书未能排版，没有合订。请从办理页面下载原件打印。")
        return _counted(path)

    def _stored(self, file: StoredFile, kept: Path) -> list[_Part]:
        path = self._next()
        try:
            if file.content_type in PICTURES:
                pictures.page(kept, path)
                return [_counted(path)]
            if file.content_type not in READ_ELSEWHERE:
                return [self._slip(file, KEPT_APART)]
            warning = foreign.pages(READ_ELSEWHERE[file.content_type], kept, path)
        except pictures.PictureBroken:
            return [self._slip(file, "图片打不开，没有合订。原件另行保存。")]
        except foreign.NoPages as none:
            return [self._slip(file, f"{none}原件另行保存。")]
        return [_counted(path)] if not warning else [_counted(path), self._slip(file, f"前面各页：{warning}")]

    def _slip(self, source: BoundPaper | StoredFile, reason: str) -> _Part:
        self._bound.slips.append(source.name)
        rows = [("文件名", source.name)]
        if isinstance(source, StoredFile):
            rows.append(("大小", f"{source.size:,} 字节"))
        rows.append(("校验值（SHA-256）", source.sha256))
        return self.sheet(sheets.slip, reason=reason, rows=tuple(rows))


def _counted(path: Path) -> _Part:
    with pikepdf.open(path) as printed:
        return _Part(path, len(printed.pages))


def _write(path: Path, cover: Cover, front: list[_Part], placed: list, last: _Part) -> None:
    with ExitStack() as open_files, pikepdf.new() as volume:

        def add(part: _Part) -> None:
            volume.pages.extend(open_files.enter_context(pikepdf.open(part.path)).pages)

        for part in front:
            add(part)
        start = len(volume.pages)
        marks = [("封面", 0), ("卷内目录", front[0].pages)]
        for entry, parts in placed:
            if parts:
                marks.append((entry.title, len(volume.pages)))
            for part in parts:
                add(part)
        content = volume.pages[start:]
        if content:
            stamps = open_files.enter_context(
                pikepdf.open(sheets.page_numbers(float(page.mediabox[2]) > float(page.mediabox[3]) for page in content))
            )
            for page, stamp in zip(content, stamps.pages, strict=True):
                page.add_overlay(stamp)  # type: ignore[call-arg]  # its stubs ask for the rectangle
        marks.append(("卷内备考表", len(volume.pages)))
        ending = len(volume.pages)
        add(last)
        _describe(volume, cover, marks, labels=(start, ending))
        volume.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)


def _describe(volume, cover: Cover, marks: list[tuple[str, int]], *, labels: tuple[int, int]) -> None:
    """Title, bookmarks, and page labels that agree with the printed numbers."""
    with volume.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(title, place) for title, place in marks)
    start, ending = labels
    ranges = [0, pikepdf.Dictionary(S=pikepdf.Name.r), start, pikepdf.Dictionary(S=pikepdf.Name.D)]
    if ending > start:
        ranges += [ending, pikepdf.Dictionary(P=pikepdf.String("备考"))]
    else:
        ranges = ranges[:2]
    volume.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(ranges))
    volume.Root.PageMode = pikepdf.Name.UseOutlines
    volume.Root.Lang = pikepdf.String("zh-CN")
    volume.docinfo["/Title"] = f"{cover.title} {cover.number}"
