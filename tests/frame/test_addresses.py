"""The table of addresses finds what Django would find, and does not try hundreds of them on the way."""

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, include, path, re_path, resolve
from django.urls.resolvers import RoutePattern

from governance.frame.addresses import Addresses, first_parts
from tests.access.test_urls import routes


def plain(patterns):
    """The same table as Django would keep it."""
    kept = []
    for each in patterns:
        if isinstance(each, URLPattern):
            kept.append(each)
        else:
            inner = plain(each.url_patterns)
            kept.append(URLResolver(each.pattern, inner, each.default_kwargs, each.app_name, each.namespace))
    return kept


def said(match) -> tuple:
    return (
        match.func,
        match.args,
        match.kwargs,
        match.view_name,
        match.route,
        match.app_names,
        match.namespaces,
        match.extra_kwargs,
    )


def filled(route: str) -> list[str]:
    """Addresses that the route may mean, of which one kind of key fits."""
    parts = route.split("<")
    ends = [part.partition(">")[2] for part in parts[1:]]
    return [parts[0] + "".join(key + end for end in ends) for key in ("7", "2026-01-01", "XF2026-000001", "x")]


def test_it_finds_at_every_address_what_django_finds_and_tries_few():
    django = URLResolver(RoutePattern("/"), plain(get_resolver().url_patterns))
    met, tried = 0, 0
    for route in routes():
        for address in filled(f"/{route}"):
            try:
                found = django.resolve(address)
            except Resolver404:
                with pytest.raises(Resolver404):
                    resolve(address)
                continue
            assert said(resolve(address)) == said(found), address
            met, tried = met + 1, tried + len(resolve(address).tried)
    assert met > len(list(routes()))
    assert tried / met < 25


def test_an_address_that_is_none_says_all_that_it_could_have_been():
    with pytest.raises(Resolver404) as nothing:
        resolve("/nowhere/")
    assert len(nothing.value.args[0]["tried"]) > 200


def view(request, **keys):
    """Nothing."""


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        (path("", view), {""}),
        (path("cases/<int:pk>/", view), {"cases"}),
        (path("cases", view), {"cases"}),
        (path("<slug:word>/end/", view), {None}),
        (path("no-<int:pk>/", view), {None}),
        (re_path(r"^cases/", view), {None}),
        (path("cases/", include([path("new/", view)])), {"cases"}),
        # What follows may go on in the same part.
        (path("cases", include([path("-of-all/", view)])), {None}),
        (path("", include([path("cases/", view), path("<int:pk>/", view), path("", view)])), {"cases", None, ""}),
    ],
)
def test_it_knows_with_what_an_address_can_begin(pattern, parts):
    assert first_parts(pattern) == parts


def test_the_first_that_fits_is_taken_whatever_it_begins_with():
    table = Addresses(RoutePattern(""), [path("<word>/", view, name="any"), path("a/", view, name="a")])
    assert table.resolve("a/").url_name == "any"
    table = Addresses(RoutePattern(""), [path("a/", view, name="a"), path("<word>/", view, name="any")])
    assert [table.resolve(each).url_name for each in ("a/", "b/")] == ["a", "any"]
