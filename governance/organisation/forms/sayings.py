"""Forms about what people call things."""

from django import forms

from governance.organisation.models import Synonym

from .wording import AsksByName


class SynonymForm(AsksByName, forms.ModelForm):
    """One more word and what it means."""

    class Meta:
        model = Synonym
        fields = ("word", "means")
        help_texts = {
            "word": "群众或者工作人员怎么说，例如：停水。",
            "means": "类别、单位、区划名称里的几个字，例如：自来水。",
        }


class SynonymFilter(forms.Form):
    """The row above the list."""

    q = forms.CharField(label="说法或者用语", required=False, max_length=20)
