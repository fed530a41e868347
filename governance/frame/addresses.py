"""The table of addresses, looked up by the first part of what is asked for.

Django tries one address after another and notes each that was none: of hundreds of them, on every page.
"""

from functools import cached_property

from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern


class Addresses(URLResolver):
    """A part of the table; only those of it are tried, in its order, that can begin as the address does."""

    def resolve(self, path: str) -> ResolverMatch:
        """The view at the address; raises Resolver404 with all that could have been meant."""
        match = self.pattern.match(path)
        if match is not None:
            fitting = self._by_first_part.get(match[0].partition("/")[0], self._by_first_part[None])
            try:
                return fitting.resolve(path)
            except Resolver404:
                pass
        return super().resolve(path)

    @cached_property
    def _by_first_part(self) -> dict[str | None, URLResolver]:
        """The addresses of each first part; under None those that begin with anything."""
        beginnings = [(each, first_parts(each)) for each in self.url_patterns]
        parts = {part for _, found in beginnings for part in found}
        return {
            part: self._only([each for each, found in beginnings if found & {part, None}]) for part in {None, *parts}
        }

    def _only(self, patterns: list[URLPattern | URLResolver]) -> URLResolver:
        return URLResolver(self.pattern, patterns, self.default_kwargs, self.app_name, self.namespace)


def first_parts(pattern: URLPattern | URLResolver) -> set[str | None]:
    """What an address of the pattern can begin with, up to the first stroke; None is anything."""
    route = str(pattern.pattern)
    if isinstance(pattern, URLResolver) and not route:
        return {part for each in pattern.url_patterns for part in first_parts(each)}
    first, stroke, _ = route.partition("/")
    written_out = isinstance(pattern.pattern, RoutePattern) and "<" not in first
    return {first if written_out and (stroke or isinstance(pattern, URLPattern)) else None}
