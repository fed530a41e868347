"""What people type in the academy: a question of a test, and their answers to one."""

from django import forms

from ..models import Question

# Stands before what is right, one line each; keyboards and papers know more than one.
RIGHT = "√"
TICKS = "√✓✔☑\ufe0f"
FEWEST, MOST = 2, 8
LONGEST = 200


class QuestionForm(forms.Form):
    """One question with what is offered as answers."""

    text = forms.CharField(label="题目", max_length=300)
    offered = forms.CharField(
        label="选项",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="每行一个选项，正确的在行首加“√”；有两个以上正确的，按多选题出。",
        max_length=MOST * (LONGEST + 2),
    )

    def clean_offered(self) -> tuple[list[str], list[int]]:
        """The choices in their order, and the places of those that are right."""
        lines = [line.strip() for line in self.cleaned_data["offered"].splitlines() if line.strip()]
        offered, right = marked(lines)
        if wrong := _wrong_with(offered, right):
            raise forms.ValidationError(wrong)
        return offered, right


def marked(lines: list[str]) -> tuple[list[str], list[int]]:
    """What these lines offer, and the places of those that begin with the sign of what is right."""
    offered = [line.lstrip(TICKS).strip() for line in lines]
    return offered, [place for place, line in enumerate(lines) if line[0] in TICKS]


def _wrong_with(offered: list[str], right: list[int]) -> str:
    if not FEWEST <= len(offered) <= MOST:
        return f"选项应有 {FEWEST} 至 {MOST} 个，现在是 {len(offered)} 个。"
    if any(not each or len(each) > LONGEST for each in offered):
        return f"每个选项要有内容，不超过 {LONGEST} 字。"
    if len(set(offered)) < len(offered):
        return "选项不能重复。"
    if not right:
        return f"请在正确选项的行首加“{RIGHT}”。"
    return ""


class TestForm(forms.Form):
    """The questions of a course, all of which are answered."""

    def __init__(self, questions: list[Question], data=None):
        super().__init__(data)
        self.questions = questions
        for serial, question in enumerate(questions, start=1):
            self.fields[_name(question)] = _field(serial, question)

    def given(self) -> dict[int, list[int]]:
        """The places that were ticked, by question."""
        told = {question.pk: self.cleaned_data[_name(question)] for question in self.questions}
        return {pk: [int(each) for each in (said if isinstance(said, list) else [said])] for pk, said in told.items()}


def _name(question: Question) -> str:
    return f"q{question.pk}"


def _field(serial: int, question: Question) -> forms.Field:
    choices = [(str(place), words) for place, words in enumerate(question.offered)]
    label = f"{serial}. {question.text}"
    missing = {"required": "请作答。"}
    if question.has_several:
        return forms.MultipleChoiceField(
            label=f"{label}（多选）", choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=missing
        )
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=missing)
