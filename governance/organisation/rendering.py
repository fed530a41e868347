"""How every form of the site is rendered."""

from django.forms import DateInput
from django.forms.renderers import TemplatesSetting


class SiteRenderer(TemplatesSetting):
    """Forms and fields come from the site's own components, widgets from Django."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class DayInput(DateInput):
    """The browser's own calendar; it takes no other form than 2026-11-21."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
