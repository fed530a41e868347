"""What a box says where its form has no sentence of its own: to a clerk, not to whoever built the form."""

from django import forms
from django.core import validators
from django.forms.formsets import ManagementForm

TORN = "这个页面的内容不完整，请重新打开后再提交。"
# By the class of the box and the code of the error.
OF_BOXES: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (forms.Field, {"required": "请填写这一项。"}),
    (forms.IntegerField, {"invalid": "请填写整数。"}),
    (forms.DecimalField, {"invalid": "请填写数字。"}),
    (forms.DateField, {"invalid": "请填写正确的日期，例如 2026-11-21。"}),
    (forms.TimeField, {"invalid": "请填写正确的时间，例如 14:30。"}),
    (forms.DateTimeField, {"invalid": "请填写正确的日期和时间，例如 2026-11-21 14:30。"}),
    (forms.UUIDField, {"invalid": TORN}),
    (forms.JSONField, {"invalid": "内容读不出来。"}),
    (forms.FileField, {"required": "请选择文件。", "empty": "文件是空的。", "max_length": "文件名过长。"}),
    (forms.ChoiceField, {"invalid_choice": "请从列表中选择。"}),
    (forms.MultipleChoiceField, {"invalid_choice": "请从列表中选择。", "invalid_list": "请从列表中选择。"}),
    (forms.ModelChoiceField, {"invalid_choice": "请从列表中选择。"}),
    (
        forms.ModelMultipleChoiceField,
        dict.fromkeys(("invalid_choice", "invalid_list", "invalid_pk_value"), "请从列表中选择。"),
    ),
)
OF_CHECKS: tuple[tuple[type[validators.BaseValidator], str], ...] = (
    (validators.MaxLengthValidator, "最多 %(limit_value)d 字，现在有 %(show_value)d 字。"),
    (validators.MinLengthValidator, "至少 %(limit_value)d 字，现在有 %(show_value)d 字。"),
    (validators.MaxValueValidator, "不能大于 %(limit_value)s。"),
    (validators.MinValueValidator, "不能小于 %(limit_value)s。"),
)
DECIMALS = {
    "invalid": "请填写数字。",
    "max_digits": "数字过大，请核对。",
    "max_whole_digits": "数字过大，请核对。",
    "max_decimal_places": "最多 %(max)s 位小数。",
}


def say() -> None:
    """From now on every box that has no sentence of its own says these."""
    for box, words in OF_BOXES:
        box.default_error_messages = {**box.__dict__.get("default_error_messages", {}), **words}
    for check, sentence in OF_CHECKS:
        check.message = sentence
    for carried in ManagementForm.base_fields.values():
        carried.error_messages = dict.fromkeys(carried.error_messages, TORN)
    rows = dict.fromkeys(forms.BaseFormSet.default_error_messages, "行数不对，请核对。")
    forms.BaseFormSet.default_error_messages = {**rows, "missing_management_form": TORN}
    validators.DecimalValidator.messages = DECIMALS
    validators.ProhibitNullCharactersValidator.message = "内容含有不能保存的字符。"
    validators.EmailValidator.message = "请填写正确的电子邮箱地址。"
