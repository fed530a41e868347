"""A form of a row that several people change: it says which version was read."""

from django import forms

from governance.frame.forms.posted import VersionField


class VersionedForm(forms.ModelForm):
    """The columns of a row; of one that stands, in sight of the version that was read."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.fields["version"] = VersionField(initial=self.instance.version)

    @property
    def changed(self) -> list[str]:
        """The columns that say something else than what stands."""
        return [name for name in self.changed_data if name != "version"]
