"""The form that stands beside every form that follows what the machine proposes. Shape only."""

from django import forms

from governance.cases.intake.accusing_forms import ColleagueForm


class WhyNotForm(ColleagueForm):
    """Why nothing comes of what was proposed; ``act`` is how its page calls that, for example 不予包案."""

    accusing_in = ("why_not",)

    why_not = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, act: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why_not"].error_messages["required"] = f"请写明{act}的理由。"
