"""The rest days and make-up working days of 2024 to 2026, as the State Council's notices give them."""

from datetime import date, timedelta

from governance.cases.worktime import Calendar

OFF = {
    "元旦": ["2024-01-01", "2025-01-01", "2026-01-01..2026-01-03"],
    "春节": ["2024-02-10..2024-02-17", "2025-01-28..2025-02-04", "2026-02-15..2026-02-23"],
    "清明节": ["2024-04-04..2024-04-06", "2025-04-04..2025-04-06", "2026-04-04..2026-04-06"],
    "劳动节": ["2024-05-01..2024-05-05", "2025-05-01..2025-05-05", "2026-05-01..2026-05-05"],
    "端午节": ["2024-06-10", "2025-05-31..2025-06-02", "2026-06-19..2026-06-21"],
    "中秋节": ["2024-09-15..2024-09-17", "2026-09-25..2026-09-27"],
    "国庆节": ["2024-10-01..2024-10-07", "2026-10-01..2026-10-07"],
    "国庆节、中秋节": ["2025-10-01..2025-10-08"],
}
MAKEUP = {
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}


def stretch(text):
    """The days of "2026-01-01..2026-01-03" or of a single date."""
    first, _, last = text.partition("..")
    first, last = date.fromisoformat(first), date.fromisoformat(last or first)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


NAMES = {day: name for name, stretches in OFF.items() for text in stretches for day in stretch(text)}
WORKED = [date.fromisoformat(f"{year}-{day}") for year, days in MAKEUP.items() for day in days.split()]
BY_LAW = {date(2027, 1, 1): "元旦", date(2027, 2, 5): "农历除夕", date(2027, 2, 8): "春节"}
CHINA_YEARS = Calendar(
    days=dict.fromkeys(NAMES, False) | dict.fromkeys(WORKED, True),
    names=NAMES,
    loaded_years=frozenset({2024, 2025, 2026}),
    statutory=lambda day: BY_LAW.get(day, ""),
    notices={2026: "国务院办公厅关于2026年部分节假日安排的通知"},
)
