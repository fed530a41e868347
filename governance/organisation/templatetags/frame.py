"""Template tags of the frame that every page shares."""

from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext

from governance.frame.forms.kept_files import keep_aside
from governance.frame.pages.columns import head_html, table_html
from governance.frame.pages.tables import figures_html, linked_html

from .. import guide

register = template.Library()


@cache
def _icon(name, extra):
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {extra}" if extra else "",
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def icon(name, extra=""):
    """An icon of the site's own set; it says nothing to a screen reader, so words must stand beside it."""
    return _icon(name, extra)


@lru_cache(maxsize=256)
def _menu(lines):
    return render_to_string("components/menu.html", {"nav": lines})


@register.simple_tag
def menu(nav):
    """The lines of the menu with their numbers, drawn once for all who see the same."""
    return _menu(tuple(nav))


@register.simple_tag
def linked(url, text):
    """The text, as a link where there is an address."""
    return linked_html(url, text)


@register.filter
def explained(word):
    """The word with its meaning on hover, if the guide explains it."""
    meaning = guide.meanings().get(str(word))
    return format_html('<abbr title="{}">{}</abbr>', meaning, word) if meaning else word


@register.filter
def colon(words):
    """The words with a colon behind them; a question has its own sign already, and nothing has none."""
    return words if str(words)[-1:] in "？?" else f"{words}{gettext('：')}"


@register.simple_tag
def sentence(words):
    """The pieces of a sentence (Words) with no blank between them, each as a link where it has an address."""
    return format_html_join("", "{}", ((linked(piece.url, piece.text),) for piece in words))


@register.simple_tag
def languages_by_own_name():
    """Code and name of each language that a page for citizens can be read in, as who reads it calls it."""
    return settings.LANGUAGES


@register.simple_block_tag
def card(content, heading):
    """A card with its heading; what stands between the tags is its content."""
    return format_html('<section class="card"><div class="card-head"><h2>{}</h2></div>{}</section>', heading, content)


@register.simple_tag
def heads(*headings):
    """The head of a table by its headings (governance.frame.pages.columns.head_html)."""
    return head_html(headings)


@register.simple_tag
def table(rows, columns, page=None, *, folds=False):
    """The rows as a table of ListColumn (governance.frame.pages.columns); ``page`` says which heads sort it, ``folds``
    that a phone shows the first of a long one.
    """
    return table_html(columns, rows, page.heads if page else None, folds=folds)


@register.simple_tag
def figure_table(table):
    """A table of figures, each with its list (governance.frame.pages.tables.Table)."""
    return figures_html(table)


@register.simple_tag(takes_context=True)
def kept_files(context, field):
    """The files of this field that were sent with the form on this page and wait for it to be sent again."""
    return keep_aside(context.request, field)
