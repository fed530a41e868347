"""What the county office lays down of one choice of a list."""

from dataclasses import dataclass

from governance.frame.refusals import FactMissing

from ..fields.definitions import Sort
from ..models import ListChoice


@dataclass
class ChoiceInput:
    """A choice of the list as it is typed."""

    list: str
    name: str
    basis: str
    is_active: bool = True


def _lay_down(choice: ListChoice, wanted: ChoiceInput) -> None:
    """It can be chosen from now on, or no more; raises FactMissing for words that another one has."""
    if ListChoice.objects.exclude(pk=choice.pk).filter(list=wanted.list, name=wanted.name).exists():
        raise FactMissing({"name": "这张表里已经有同名的选项。"})
    for name, value in vars(wanted).items():
        setattr(choice, name, value)
    choice.version += 1
    choice.save()


CHOICES = Sort(ListChoice, "选项", "这个选项", _lay_down)
