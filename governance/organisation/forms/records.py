"""The filter of the security record."""

from django import forms
from django.core.exceptions import ValidationError

from governance.organisation.models import AccessRecord, User
from governance.organisation.pickers import PickerField, person_words, read_person

from .people import DateInput
from .units import ALL


class AnybodyField(PickerField):
    """A person by typing, also one whose account is closed."""

    url_name = "organisation:user_search"

    def named(self, words):
        return read_person(words, User.objects.all())

    def words(self, record):
        return person_words(record)


class RecordFilter(forms.Form):
    """The row above the security record."""

    verb = forms.ChoiceField(label="行为", required=False, choices=ALL + AccessRecord.Verb.choices)
    person = AnybodyField(label="人员", required=False)
    since = forms.DateField(label="从", required=False, widget=DateInput)
    until = forms.DateField(label="到", required=False, widget=DateInput)
    outcome = forms.ChoiceField(label="结果", required=False, choices=[*ALL, ("yes", "成功"), ("no", "未成功")])

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            raise ValidationError("结束日期不能早于开始日期。")
        return data
