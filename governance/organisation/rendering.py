"""How every form of the site is rendered."""

from django.forms.renderers import TemplatesSetting


class SiteRenderer(TemplatesSetting):
    """Forms and fields come from the site's own components, widgets from Django."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
