"""What an administrator says of a platform, and of a token."""

from datetime import date, timedelta

from django import forms

from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import PlannedDay
from governance.frame.forms.posted import VersionField
from governance.notices.posting import why_no_address
from governance.organisation.forms.wording import ask_for_fields

from .models import Partner
from .scopes import SCOPES

LONGEST = timedelta(days=366)
MOST_CALLS = 100_000


class PartnerForm(forms.ModelForm):
    """The platform: its name, where news are pushed to, how often it may call."""

    version = VersionField(initial=0)

    class Meta:
        model = Partner
        fields = ("name", "url", "hourly", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for_fields(self)
        self.fields["version"].initial = self.instance.version if self.instance.pk else 0
        self.fields["name"].error_messages["unique"] = "已经有叫这个名称的平台。"
        field_in(self, "hourly").min_value = 1
        if not self.instance.pk:
            del self.fields["is_active"]

    def clean_url(self) -> str:
        """The address, if news can be sent there so that nobody reads along."""
        url = self.cleaned_data["url"]
        if url and (wrong := why_no_address(url)):
            raise forms.ValidationError(wrong)
        return url

    def clean_hourly(self) -> int:
        """How often in an hour; once at least."""
        hourly = self.cleaned_data["hourly"]
        if not 1 <= hourly <= MOST_CALLS:
            raise forms.ValidationError(f"请填 1 到 {MOST_CALLS} 之间的数字。")
        return hourly


class TokenForm(forms.Form):
    """What the token is good for, and until when."""

    scopes = forms.MultipleChoiceField(label="可以做什么", widget=forms.CheckboxSelectMultiple)
    expires_on = PlannedDay(label="有效期至", help_text="最长一年，到期以前发新的。")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for_fields(self)
        self.today = today
        scopes = field_in(self, "scopes")
        scopes.choices = [(scope.code, scope.label) for scope in SCOPES.values()]
        scopes.error_messages["invalid_choice"] = "请重新选择。"

    def clean_expires_on(self) -> date:
        """A day that is to come, within a year."""
        day = self.cleaned_data["expires_on"]
        if not self.today < day <= self.today + LONGEST:
            raise forms.ValidationError("请填今天以后、一年以内的日期。")
        return day
