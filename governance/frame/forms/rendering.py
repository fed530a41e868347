"""How every form of the site is rendered."""

from typing import Any

from django.forms import DateInput, Select
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .widgets import written

SELECTED = mark_safe(" selected")


class SiteRenderer(TemplatesSetting):
    """Forms and fields come from the site's own components, widgets look as Django's."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The HTML of a form, a field or a widget."""
        html = written(template_name, context["widget"]) if "widget" in context else None
        return super().render(template_name, context, request) if html is None else html


class DayInput(DateInput):
    """The browser's own calendar; it takes no other form than 2026-11-21."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class PlainSelect(Select):
    """A select without groups. Django renders a template an option; a list of units has a hundred of them."""

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        """The same HTML as Django's, put together in one go."""
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, SELECTED if str(code) == chosen else "", label) for code, label in self.choices),
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, options)
