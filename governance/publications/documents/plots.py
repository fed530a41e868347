"""A table drawn as bars, for documents: a picture that Word and every printer show alike."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from governance.cases.binding.faces import FILES, FOLDER, SONG

# Twice as fine as a page of 150 mm shows it.
WIDTH, ROW, TOP, EDGE = 1400, 52, 90, 24
NAMES = 380
INK, GREY, BLUE, GROUND = "#1b2530", "#55616e", "#1753a5", "#ffffff"
MOST = 40
LONGEST = 12


def bars(title: str, rows: list[tuple[str, float]]) -> bytes:
    """The rows as horizontal bars under their title, each with its number; the longest is as wide as there is room."""
    shown = rows[:MOST]
    picture = Image.new("RGB", (WIDTH, TOP + ROW * len(shown) + EDGE), GROUND)
    pen = ImageDraw.Draw(picture)
    face, small = (ImageFont.truetype(str(FOLDER / FILES[SONG]), size) for size in (36, 28))
    pen.text((EDGE, EDGE), title, font=face, fill=INK)
    decimals = max((len(f"{count}".partition(".")[2]) for _, count in shown if isinstance(count, float)), default=0)
    most = max((count for _, count in shown), default=0) or 1
    room = WIDTH - NAMES - 160
    for place, (name, count) in enumerate(shown):
        middle = TOP + ROW * place + ROW // 2
        pen.text((NAMES - 16, middle), _short(name), font=small, fill=GREY, anchor="rm")
        end = NAMES + round(room * count / most)
        pen.rectangle((NAMES, middle - 15, max(end, NAMES + 1), middle + 15), fill=BLUE)
        pen.text((end + 12, middle), f"{count:,.{decimals}f}", font=small, fill=INK, anchor="lm")
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
