"""Django's own templates of widgets, written down in Python: the same HTML for a fifth of the work.

A page with a form has up to a hundred boxes, and Django renders two templates a box and two an option.
"""

from collections.abc import Callable
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString


def written(template_name: str, widget: dict[str, Any]) -> str | None:
    """What the template of that name makes of the widget; nothing for a template that is not one of these."""
    write = _WRITTEN.get(template_name)
    return write(widget).strip() if write else None


def _shown(value: Any) -> str:
    return conditional_escape(localize(value))


def _as_text(value: Any) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))


def _attributes(attrs: dict[str, Any]) -> str:
    return "".join(
        f" {_shown(name)}" if value is True else f' {_shown(name)}="{_as_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: dict[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_as_text(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{_shown(widget["name"])}"{value}{_attributes(widget["attrs"])}>\n'


def _input_option(widget: dict[str, Any]) -> str:
    if not widget["wrap_label"]:
        return f"{_input(widget)}\n\n"
    place = f' for="{_shown(css_id)}"' if (css_id := widget["attrs"].get("id")) else ""
    return f"<label{place}>{_input(widget)} {_shown(widget['label'])}</label>\n\n"


def _inputs(widget: dict[str, Any]) -> str:
    marks = [f' {name}="{_shown(value)}"' for name in ("id", "class") if (value := widget["attrs"].get(name))]
    html = [f"<div{''.join(marks)}>"]
    for group, options, _ in widget["optgroups"]:
        html += [f"\n  <div><label>{_shown(group)}</label>"] if group else []
        html += [f"<div>\n    {_WRITTEN[each['template_name']](each)}</div>" for each in options]
        html += ["\n  </div>"] if group else []
    return "".join([*html, "\n</div>"])


def _select(widget: dict[str, Any]) -> str:
    html = [f'<select name="{_shown(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        html += [f'\n  <optgroup label="{_shown(group)}">'] if group else []
        html += [f"\n  {_WRITTEN[each['template_name']](each)}" for each in options]
        html += ["\n  </optgroup>"] if group else []
    return "".join([*html, "\n</select>"])


def _select_option(widget: dict[str, Any]) -> str:
    attributes = _attributes(widget["attrs"])
    return f'<option value="{_as_text(widget["value"])}"{attributes}>{_shown(widget["label"])}</option>\n'


def _textarea(widget: dict[str, Any]) -> str:
    text = _shown(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_shown(widget["name"])}"{_attributes(widget["attrs"])}>\n{text}</textarea>'


_INPUTS = ("checkbox", "date", "datetime", "email", "hidden", "input", "number", "password", "text", "time", "url")
_WRITTEN: dict[str, Callable[[dict[str, Any]], str]] = {
    f"django/forms/widgets/{name}.html": write
    for names, write in (
        (_INPUTS, _input),
        (("radio_option", "checkbox_option"), _input_option),
        (("radio", "checkbox_select"), _inputs),
        (("select",), _select),
        (("select_option",), _select_option),
        (("textarea",), _textarea),
    )
    for name in names
}
