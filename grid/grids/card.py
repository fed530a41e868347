"""The public notice card of a grid (网格公示牌): name, area, who works there, whom to call."""

from datetime import date
from io import BytesIO

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from governance.cases.binding.faces import BOLD, SONG, ready
from governance.cases.binding.sheets import line
from governance.citizens.slips import on_paper
from governance.organisation.models import Unit
from governance.organisation.units import unit_above

from ..models import Grid, GridPost

CODE = 44 * mm
# What the lines have room for, and in which sizes they are tried.
WIDTH, HEIGHT, SIZES = 195 * mm, 150 * mm, (20, 17, 14, 12, 10)


def cards(grids: list[Grid], day: date) -> bytes:
    """One page a grid, in the order given, with who serves on the day; the code in the corner opens the page on which
    anybody reports to it.
    """
    ready()
    file = BytesIO()
    canvas = Canvas(file, pagesize=landscape(A4))
    canvas.setTitle("网格公示牌")
    posts = {grid.pk: [] for grid in grids}
    for post in GridPost.objects.filter(GridPost.serving(day), grid__in=grids).select_related("user"):
        posts[post.grid_id].append(post)
    # Whether or not the village has a unit of its own.
    villages = {grid.area.parent for grid in grids}
    centres = {village.pk: unit_above(Unit(area=village, kind=Unit.Kind.VILLAGE)) for village in villages}
    for grid in grids:
        opens = on_paper("grid_citizens:report_here", grid.area_id)
        _page(canvas, _lines(grid, posts[grid.pk], centres[grid.area.parent_id]), opens)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _page(canvas: Canvas, lines: list[tuple[str, str]], site: str) -> None:
    width, height = landscape(A4)
    canvas.setFont(BOLD, 34)
    canvas.drawCentredString(width / 2, height - 32 * mm, "网格服务管理公示牌")
    y = height - 46 * mm
    for text, tall in _fitting([f"{label}：{value}" for label, value in lines]):
        y -= tall
        text.drawOn(canvas, 24 * mm, y)
    code = QrCodeWidget(site, barWidth=CODE, barHeight=CODE, barLevel="M")
    renderPDF.draw(Drawing(CODE, CODE, code), canvas, width - 72 * mm, 24 * mm)
    canvas.setFont(SONG, 14)
    canvas.drawCentredString(width - 50 * mm, 17 * mm, "扫码反映问题")


def _fitting(lines: list[str]) -> list[tuple[Flowable, float]]:
    """The lines with their heights, in the largest size at which they fit on the page beside the code."""
    for size in SIZES:
        texts = [line(each, size, lead=1.8) for each in lines]
        found = [(text, text.wrap(WIDTH, HEIGHT)[1]) for text in texts]
        if sum(tall for _, tall in found) <= HEIGHT:
            break
    return found


def _lines(grid: Grid, posts: list[GridPost], centre: Unit | None) -> list[tuple[str, str]]:
    village = grid.area.parent
    lines = [
        ("网格名称", grid.area.name),
        ("网格编码", grid.area_id),
        ("所属村（社区）", f"{village.parent.name}{village.name}"),
    ]
    for part in GridPost.Part:
        named = "、".join(f"{post.user.name} {post.user.phone}".strip() for post in posts if post.part == part)
        if named:
            lines.append((part.label, named))
    if grid.branch:
        lines.append(("责任党支部", grid.branch))
    lines.append(("受理监督", centre.name if centre else "县综治中心"))
    if centre and centre.phone:
        lines.append(("监督电话", centre.phone))
    return lines
