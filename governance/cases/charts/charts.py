"""Flow charts and step tables of the registered kinds of case."""

import re
from functools import cache

from django.apps import apps
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from .. import registry
from ..law import terms
from ..models.term import spelled
from ..papers import issue as papers
from ..workflow import Workflow
from .svg import Chart
from .table import Words, markdown

_chart = cache(Chart)


@cache
def chart_svg(workflow: Workflow, status: str) -> SafeString:
    """The flow chart with the status marked, ready to stand in a page; every word of it comes from our own tables."""
    return mark_safe(_chart(workflow).svg(current=status))


def documents() -> dict[str, str]:
    """The files of docs/workflows by name, as the tables of today want them."""
    words = _words()
    found = {}
    for code, kind in registry.KINDS.items():
        found[f"{code}.svg"] = _chart(kind.workflow).svg(style=_style())
        found[f"{code}.md"] = markdown(kind.workflow, words)
    return found


def _words() -> Words:
    permissions = {
        f"{model._meta.app_label}.{codename}": name
        for model in apps.get_models()
        for codename, name in model._meta.permissions
    }
    current = [row for row in terms.term_rows() if not row["effective_to"]]
    return Words(
        permissions=permissions,
        terms={row["code"]: row["name"] for row in current},
        amounts={row["code"]: _amount(row) for row in current},
        papers={code: kind.title for code, kind in papers.KINDS.items()},
    )


def _amount(row: dict[str, str]) -> str:
    return "期限由机关指定" if row["amount_is_set"] == "1" else spelled(int(row["amount"]), row["unit"])


def _style() -> str:
    """The rules of the chart and the colours they use, out of the site's own style sheet."""
    css = (settings.BASE_DIR / "static" / "site.css").read_text(encoding="utf-8")
    rules = re.findall(r"^\.flow-(?!wide)[^{]+\{[^}]*\}", css, flags=re.MULTILINE)
    used = set(re.findall(r"var\((--[\w-]+)\)", "".join(rules)))
    values = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", css[: css.index("}")]))
    colours = " ".join(f"{name}: {' '.join(values[name].split())};" for name in sorted(used))
    return "\n".join([f":root {{ {colours} }}", *rules])
