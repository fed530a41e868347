"""Figures of an area in a year, as they are typed or stand in a row of a sheet: shape only."""

from django import forms

from governance.organisation.areas.figures import FIGURES

FIRST_YEAR = 2000
MOST = 100_000_000


class FiguresForm(forms.Form):
    """A year and how many of each there were; an empty box is not known."""

    def __init__(self, data=None, *, this_year: int, **kwargs):
        super().__init__(data, initial={"year": this_year, **kwargs.pop("initial", {})}, **kwargs)
        wrong = f"年度在 {FIRST_YEAR} 和 {this_year} 之间。"
        messages = {"required": "请填写年度。", "invalid": "年度请填四位数字。", "min_value": wrong, "max_value": wrong}
        self.fields["year"] = forms.IntegerField(
            label="年度", min_value=FIRST_YEAR, max_value=this_year, error_messages=messages
        )
        for figure in FIGURES.values():
            self.fields[figure.code] = forms.IntegerField(
                label=f"{figure.label}（{figure.unit}）",
                required=False,
                min_value=0,
                max_value=MOST,
                error_messages={
                    "invalid": f"{figure.label}请填整数。",
                    "min_value": f"{figure.label}不能小于 0。",
                    "max_value": f"{figure.label}不能超过 {MOST}。",
                },
            )

    def values(self) -> dict[str, int | None]:
        """Every figure as it was told; read it after ``is_valid``."""
        return {code: self.cleaned_data[code] for code in FIGURES}
