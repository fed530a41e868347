"""Days, lengths and what has a year before its name in the language of the page."""

import re

from django.utils.translation import gettext

WEEKDAY, LENGTH = re.compile("周[一二三四五六日]"), re.compile(r"^(\d+) ?(年|个月|个工作日|日|小时|分钟)$")

OF_A_YEAR = re.compile(r"(\d{4})年(.+)")


def said(words: str) -> str:
    """The days of the week, a bare length of time, a name with its year and the commas in the language of the page; the
    rest as it is."""
    if (named := OF_A_YEAR.fullmatch(words)) and (name := gettext(named[2])) != named[2]:
        return f"{name}, {named[1]}"
    if length := LENGTH.match(words):
        pattern = f"{{}}{length[2]}"
        return words if gettext(pattern) == pattern else gettext(pattern).format(length[1])
    return WEEKDAY.sub(lambda found: gettext(found[0]), words).replace("，", gettext("，"))
