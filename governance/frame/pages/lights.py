"""How a binding date reads on every screen: shape, word and colour, the date, what is left of it."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.frame.days import PROVISIONAL, day_text

from .columns import escaped


class LightStyle(NamedTuple):
    """A state of a deadline; shape and word say it without the colour."""

    shape: str
    word: str


LIGHTS = {
    "normal": LightStyle("●", "正常"),
    "near": LightStyle("▲", "临期"),
    "today": LightStyle("◆", "今天到期"),
    "overdue": LightStyle("■", "超期"),
    "paused": LightStyle("○", "已停表"),
    "met": LightStyle("✓", "按期办结"),
    "missed": LightStyle("✕", "超期办结"),
    "ended": LightStyle("–", "不再计时"),
}
# Whoever works down a list starts with the worst.
URGENCY = {code: place for place, code in enumerate(("overdue", "today", "near", "normal", "paused"))}


# How far a thing has come, by the code of its state: in hand, or over. Whatever is not named here still waits.
TONES = dict.fromkeys(("returned", "zero", "held", "reported", "kept"), " state-active") | dict.fromkeys(
    ("done", "withdrawn", "cancelled", "struck_off"), " state-closed"
)


def state_label(code: str, word: str) -> SafeString:
    """The state of a task, a meeting, a promise as a label."""
    return format_html('<span class="state{}">{}</span>', TONES.get(code, ""), word)


# Typed: finished HTML and plain text of the same letters are two different words.
@lru_cache(maxsize=1024, typed=True)
def light_html(code: str, word: str = "") -> SafeString:
    """The shape with its word, or with a word of the caller's."""
    light = LIGHTS[code]
    return format_html(
        '<span class="light light-{}"><span aria-hidden="true">{}</span>{}</span>',
        code,
        light.shape,
        word or light.word,
    )


def missed_html(by: str) -> SafeString:
    """Over, and too late by so much."""
    return light_html("missed", f"{LIGHTS['missed'].word}（超 {by}）")


def due_html(code: str, day: date, left: str, *, at: str = "", url: str = "", provisional: bool = False) -> SafeString:
    """Light, date and what is left; ``at`` is the time of day that binds, if one does. A click opens 为什么是这一天."""
    inside = _due_inside(code, f"{day_text(day)} {at}" if at else day_text(day), left, provisional)
    if not url:
        return format_html('<span class="due light-{}">{}</span>', code, inside)
    return SafeString(f'<a class="due light-{code}" href="{escaped(url)}" title="为什么是这一天">{inside}</a>')


@lru_cache(maxsize=1024, typed=True)
def _due_inside(code: str, day: str, left: str, provisional: bool) -> SafeString:
    light = LIGHTS[code]
    return format_html(
        '<span class="light light-{}"><span aria-hidden="true">{}</span><span class="sr-only">{} </span></span>'
        '<span class="due-date">{}</span>{}<span class="due-left">{}</span>',
        code,
        light.shape,
        light.word,
        day,
        format_html('<span class="provisional">{}</span>', PROVISIONAL) if provisional else "",
        left,
    )
