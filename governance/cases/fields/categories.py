"""Categories of a kind of matter as a picker suggests and reads them: by their full path."""

from django.db.models import Value
from django.db.models.functions import Length, Replace
from django.urls import reverse

from governance.organisation.pickers import Choices

from ..models import Category


class Categories(Choices):
    """The categories in use of one kind: every word stands in the path, the shortest paths first."""

    what = "内容类别"
    called = ("path",)
    unknown = "没有这个内容类别，请从列表中选择。"

    def __init__(self, kind: str):
        self.kind = kind

    @classmethod
    def asked(cls, query, on, **narrow):
        return cls(narrow["kind"])

    def url(self):
        return reverse("cases:category_search", args=[self.kind])

    def all(self):
        return Category.objects.filter(kind=self.kind, is_active=True)

    def parts(self, words):
        return words.replace("›", " ").replace("/", " ").split()

    def in_order(self, found, parts):
        depth = Length("path") - Length(Replace("path", Value("/"), Value("")))
        return found.order_by(depth, "path")

    def exact(self, words):
        return self.all().filter(path="/".join(part.strip() for part in words.replace("›", "/").split("/")))
