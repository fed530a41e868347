"""Where an address leads back to when nothing can be done at it: the page of what it concerns."""

from django.urls import ResolverMatch, resolve
from django.urls.exceptions import Resolver404

# What lies there are files, which are no pages.
FILES = "/files/"


def page_above(path: str, match: ResolverMatch | None) -> str:
    """The page of the row that the address changes; where it changes none the nearest above it; "" for the front door.

    An address that ends in its row's key is the page of that row itself.
    """
    if match is not None and match.route.rstrip("/").endswith(">"):
        return path
    while path := path.rstrip("/").rpartition("/")[0]:
        for page in (f"{path}/", path):
            if FILES not in page and _is_address(page):
                return page
    return ""


def _is_address(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
