"""The question to whoever writes words of which an accusation is made: whether they accuse an official or a unit."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..accusations import WORDS, words_in
from ..illnesses import why_illness

# What a colleague is told, who writes where others read it.
REGISTER_INSTEAD = "登记为信访件，事项性质选“检举控告”（《信访工作条例》第三十条）"


class AccusingForm(forms.Form):
    """Whoever writes such words says once that it is no accusation, or goes where one is hidden from whom it accuses.

    Nothing is said of who is known here, so that strangers may be asked as well. ``accusing_in`` are the fields that
    are read; ``accuse_instead`` says where an accusation belongs.
    """

    accusing_in: tuple[str, ...] = ("summary",)
    accuse_instead: str | Promise = _("在“我要反映问题”里选检举控告提出，被检举控告的单位和人员看不到")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.accusing_words = words_in(" ".join(self._typed(name) for name in self.accusing_in))
        if self.accusing_words:
            box = forms.BooleanField(label=_("不是检举控告公职人员或者单位违纪违法"), required=False)
            self.fields["not_accusing"] = box

    def _typed(self, name: str) -> str:
        source = self.data if self.is_bound else self.initial
        return str(source.get(self.add_prefix(name) if self.is_bound else name) or "")

    def is_hidden(self, told: dict) -> bool:
        """True if it is taken in as something that whoever is accused never learns of."""
        return False

    def clean(self):
        super().clean()
        told = self.cleaned_data
        if self.accusing_words and not told.pop("not_accusing", False) and not self.is_hidden(told):
            self.add_error("not_accusing", self.asked(self.accusing_words[0]))
        return told

    @classmethod
    def asked(cls, word: str) -> str:
        """The question about that word."""
        said = str(_("文中写到“{word}”。检举控告的，请{instead}；不是的，请勾选这一项。"))
        return said.format(word=word, instead=cls.accuse_instead)

    @classmethod
    def asked_offline(cls) -> dict[str, str]:
        """For a page that phones keep: the words, and the question with ``{}`` where one of them stands."""
        return {"words": " ".join(WORDS), "asked": cls.asked("{}")}


class ColleagueForm(AccusingForm):
    """What somebody writes by their office where others read it: no accusation unasked, and nobody's illness.

    精神卫生法 art. 4; what people say themselves is written down as they said it, by other forms.
    """

    accuse_instead = REGISTER_INSTEAD

    def clean(self):
        """The answers; where words of an illness stand, a sentence at their box."""
        told = super().clean()
        for name in self.accusing_in:
            if name in self.fields and (sentence := why_illness(str(told.get(name) or ""))):
                self.add_error(name, sentence)
        return told
