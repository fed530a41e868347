"""Takes the pictures of the user guide.

A throwaway demo county, a server and Chromium. Every page is opened by the person who would open it, so that a
picture shows what that post shows. The matters and people in them are invented.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from bench.demo import demo_county, sign_in

from . import (
    citizen_shots,
    duties_shots,
    gathering_shots,
    grid_shots,
    leading_shots,
    mediation_shots,
    safety_shots,
    shots,
)
from .shots import Shot

ALL = tuple(
    shot
    for part in (
        shots,
        mediation_shots,
        duties_shots,
        gathering_shots,
        leading_shots,
        grid_shots,
        safety_shots,
        citizen_shots,
    )
    for shot in part.SHOTS
)
HOME = Path(__file__).parents[1] / "user-guide" / "pictures"
# High enough for a whole case page with its right column.
HIGH = 1600
PHONE = {"width": 390, "height": 844}
MARGIN = 12
LOWEST = 420
# Debian's Chromium brings no Chinese of its own; an office's browser shows a date box like this.
CHINESE_DATES = """() => document.querySelectorAll(
  "input[type=date], input[type=datetime-local], input[type=month]"
).forEach((box) => {
  const [moment, empty] = [box.value, box.type === "date" ? "年 / 月 / 日" : "年 / 月 / 日 --:--"];
  box.style.width = `${box.offsetWidth}px`;
  box.type = "text";
  box.value = moment.replaceAll("-", "/").replace("T", " ");
  box.placeholder = empty;
})"""
# The reminder to load next year's rest days stands above every page in the last weeks of a year.
NO_BANNER = """() => document.querySelectorAll(".banner").forEach((banner) => banner.remove())"""
# Where the last thing on the page ends: the frame itself is as high as the window.
FILLED = """() => Math.ceil(Math.max(...[...document.querySelectorAll("main *, .plain *")].map(
  (node) => node.getBoundingClientRect().bottom + scrollY))) + 24"""
# So many keep the text smooth and the lights in their colours, and a picture under 100 KB.
COMMON, RARE = 64, 96
NEAR = 6
# What a picture may weigh in the mean, so that a new chapter may show what it tells.
MEAN_BYTES = 45_000


class Camera:
    """Logs people in, each once a screen, and takes pictures of what they see."""

    def __init__(self, browser: Browser, address: str):
        self.browser = browser
        self.address = address
        self.pages: dict[tuple[str, bool], Page] = {}

    def page_of(self, who: str, phone: bool) -> Page:
        """A page of this person's browser; nobody is logged in where no name is given."""
        if (who, phone) not in self.pages:
            screen = {"viewport": PHONE, "is_mobile": True, "has_touch": True} if phone else {}
            context = self.browser.new_context(
                base_url=self.address, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", **screen
            )
            page = context.new_page()
            if who:
                sign_in(page, who)
            self.pages[who, phone] = page
        return self.pages[who, phone]

    def take(self, shot: Shot) -> bytes:
        """The picture as PNG in few colours."""
        who, path = shot.scene()
        page = self.page_of(who, shot.phone)
        if not shot.phone:
            page.set_viewport_size({"width": shot.width, "height": HIGH})
        answer = page.goto(path)
        if answer is None or answer.status >= 400:
            raise RuntimeError(f"{shot.name}: {path} answers {answer and answer.status} to {who}")
        if shot.do:
            shot.do(page)
        page.wait_for_load_state("networkidle")
        page.evaluate(CHINESE_DATES)
        if not shot.banner:
            page.evaluate(NO_BANNER)
        page.evaluate("document.fonts.ready.then(() => document.activeElement?.blur())")
        return few_colours(page.screenshot(full_page=not shot.phone, clip=self._clip(page, shot)))

    @staticmethod
    def _clip(page: Page, shot: Shot) -> dict | None:
        if shot.phone:
            return None
        if shot.part:
            box = page.locator(shot.part).first.bounding_box()
            left, top = max(box["x"] - MARGIN, 0), max(box["y"] - MARGIN, 0)
            return {"x": left, "y": top, "width": box["width"] + 2 * MARGIN, "height": box["height"] + 2 * MARGIN}
        filled = page.evaluate(FILLED)
        return {"x": 0, "y": 0, "width": shot.width, "height": min(max(filled, LOWEST), shot.tallest)}


def few_colours(png: bytes) -> bytes:
    """The same picture with a palette, much smaller: its commonest colours exactly, the rare ones by their nearest."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    counted = sorted(image.getcolors(image.width * image.height), reverse=True)
    levels = image.quantize(RARE, method=Image.Quantize.MAXCOVERAGE).getpalette()[: 3 * RARE]
    rare = [tuple(levels[start : start + 3]) for start in range(0, len(levels), 3)]
    chosen: list[tuple[int, ...]] = []
    for colour in (*(colour for _, colour in counted[:COMMON]), *rare):
        # A near double of a commoner colour would be taken in its place here and there.
        if all(max(abs(a - b) for a, b in zip(colour, known, strict=True)) > NEAR for known in chosen):
            chosen.append(colour)
    palette = Image.new("P", (1, 1))
    palette.putpalette([level for colour in chosen for level in colour])
    out = io.BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main(wanted: list[str]) -> None:
    """The wanted pictures stand in the guide's folder, and the folder is small enough for a clone."""
    unknown = set(wanted) - {shot.name for shot in ALL}
    if unknown:
        sys.exit(f"no picture named {', '.join(sorted(unknown))}")
    HOME.mkdir(parents=True, exist_ok=True)
    with demo_county() as (browser, address):
        camera = Camera(browser, address)
        for shot in ALL:
            if not wanted or shot.name in wanted:
                _keep(shot, camera.take(shot))
    _check_size()


def _keep(shot: Shot, png: bytes) -> None:
    (HOME / f"{shot.name}.png").write_bytes(png)
    sys.stdout.write(f"{shot.name:28} {len(png) // 1024:4} KB\n")


def _check_size() -> None:
    weights = [picture.stat().st_size for picture in HOME.glob("*.png")]
    if sum(weights) > MEAN_BYTES * len(weights):
        sys.exit(f"the pictures have {sum(weights) // len(weights):,} bytes in the mean, more than {MEAN_BYTES:,}")
