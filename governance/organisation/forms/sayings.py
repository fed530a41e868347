"""Forms about what people call things."""

from django import forms

from governance.organisation.models import Synonym

from .wording import ask_for_fields


class SynonymForm(forms.ModelForm):
    """One more word and what it means."""

    class Meta:
        model = Synonym
        fields = ("word", "means")
        help_texts = {
            "word": "群众或者工作人员怎么说，例如：停水。",
            "means": "类别、单位、区划名称里的几个字，例如：自来水。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for_fields(self)


class SynonymFilter(forms.Form):
    """The row above the list."""

    q = forms.CharField(label="说法或者用语", required=False, max_length=20)
