"""What the pages for citizens say of days and lengths, in the language of the page."""

from django import template

from ..words import said

register = template.Library()
register.filter("said", said)
