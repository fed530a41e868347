"""Forms about people and their posts."""

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import CAREER, PlausibleDay
from governance.organisation.accounts.overlooked import ENDING_DAYS, STALE_DAYS
from governance.organisation.models import User
from governance.organisation.pickers import PickerField, Units
from governance.organisation.roles import EXCLUSIVE, LABELS

from .units import ALL, STATES
from .versioned import VersionedForm
from .wording import AsksByName, ask_for_fields, phone_read

# What people are looked for by beside whether their account is in use.
OVERLOOKED = [("stale", f"{STALE_DAYS} 天未登录"), ("ending", f"任职 {ENDING_DAYS} 天内到期")]
EXAMPLE = SafeString("<code>zhangmin</code>")


class PersonForm(AsksByName, VersionedForm):
    """Who somebody is."""

    class Meta:
        model = User
        fields: tuple[str, ...] = ("name", "phone", "email")

    def clean_phone(self):
        return phone_read(self.cleaned_data["phone"])

    def clean_email(self):
        """The address as mail servers write it; raises ValidationError for one that they cannot."""
        name, at, host = self.cleaned_data["email"].rpartition("@")
        try:
            return f"{name}{at}{host.encode('idna').decode()}"
        except UnicodeError:
            raise forms.ValidationError("请填写正确的电子邮箱地址。") from None


class PostForm(forms.Form):
    """A post to give; the administrators' roles are offered only to those who may give them."""

    unit = PickerField(Units(), label="单位")
    role = forms.ChoiceField(label="岗位")
    starts_on = PlausibleDay(reach=CAREER, label="任职日期")
    ends_on = PlausibleDay(
        reach=CAREER,
        label="离任日期",
        required=False,
        help_text="不填就是长期；不早于任职日期。当天仍可办理，次日起失效。",
    )

    def __init__(self, *args, gives_administrators: bool, **kwargs):
        super().__init__(*args, **kwargs)
        roles = [(code, label) for code, label in LABELS.items() if gives_administrators or code not in EXCLUSIVE]
        field_in(self, "role").choices = [("", "请选择"), *roles]
        ask_for_fields(self)


class NewPersonForm(PersonForm):
    """Who somebody is, with the login name, which stays."""

    class Meta(PersonForm.Meta):
        fields = ("name", "username", "phone", "email")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = format_html("用姓名全拼，例如 {}。建立后不再修改。", EXAMPLE)


class EndPostForm(AsksByName, forms.Form):
    """The last day of a post."""

    ends_on = PlausibleDay(
        reach=CAREER,
        label="离任日期",
        help_text="不早于任职日期。当天仍可办理，次日起失效。要立即收回权限，请填前一天。",
    )
    reason = forms.CharField(label="原因", required=False, max_length=100)


class PersonFilter(forms.Form):
    """The row above the list of people."""

    q = forms.CharField(label="姓名或登录名", required=False, max_length=30)
    unit = PickerField(Units(), label="单位", required=False)
    role = forms.ChoiceField(label="岗位", required=False, choices=ALL + list(LABELS.items()))
    state = forms.ChoiceField(label="状态", required=False, choices=[*STATES, *OVERLOOKED])
