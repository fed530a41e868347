"""What matters are about: a tree of each kind."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from governance.frame.database.reading import PlainlyRead


class Category(PlainlyRead):
    """A node of a tree of matters, at most three levels; ``path`` reads 城乡建设/物业管理/收费."""

    kind = models.CharField("事项种类", max_length=30)
    name = models.CharField("名称", max_length=40)
    path = models.CharField("全称", max_length=130)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "内容类别"
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["kind", "path"], name="category_path_once")]

    def __str__(self):
        return self.path.replace("/", " › ")

    @property
    def said(self) -> str:
        """Its name in a sentence: of what is other than all else in something, that something."""
        return next((words for words in reversed(_words(self.path)) if words != "其他"), self.name)

    @classmethod
    def grow(cls, kind: str, paths: Iterable[str]) -> dict[str, int]:
        """Every path stands in the tree of the kind, with the nodes above it; gives the keys of those that are new."""
        known = dict(cls.objects.filter(kind=kind).values_list("path", "pk"))
        heads = ("/".join(words[:depth]) for words in map(_words, paths) for depth in range(1, len(words) + 1))
        fresh = [path for path in dict.fromkeys(heads) if path not in known]
        made: dict[str, int] = {}
        for depth in sorted({len(_words(path)) for path in fresh}):
            level: list[Any] = [
                cls(kind=kind, name=_words(path)[-1], path=path, parent_id=(known | made).get(path.rpartition("/")[0]))
                for path in fresh
                if len(_words(path)) == depth
            ]
            made |= {row.path: row.pk for row in cls.objects.bulk_create(level)}
        return made


def _words(path: str) -> list[str]:
    return path.split("/")
