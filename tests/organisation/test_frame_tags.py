"""The template tags of the frame."""

import pytest
from django.template import Context, Template


@pytest.mark.parametrize(
    ("url", "shown"),
    [("/cases/A1/", '<a href="/cases/A1/">物业 &amp; 停水</a>'), ("", "物业 &amp; 停水"), (None, "物业 &amp; 停水")],
)
def test_it_links_a_text_only_where_there_is_an_address(url, shown):
    template = Template("{% load frame %}{% linked url text %}")
    assert template.render(Context({"url": url, "text": "物业 & 停水"})) == shown
