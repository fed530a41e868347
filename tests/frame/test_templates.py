"""How the site's own templates are read."""

import pytest
from django.template import Engine

PAGE = """<table>
  {% for row in rows %}
    <tr
        class="row">
      <td>{{ row }}  {{ row }}</td>
    </tr>
  {% endfor %}
</table>
"""


@pytest.fixture
def engine(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "letter.txt").write_text("张敏：\n  请办理。\n")
    return Engine(dirs=[tmp_path], loaders=["governance.frame.pages.templates.Loader"])


def test_it_sends_a_page_without_its_indentation(engine):
    page = engine.render_to_string("page.html", {"rows": ["一"]})
    assert page == '<table>\n\n<tr\nclass="row">\n<td>一  一</td>\n</tr>\n\n</table>\n'


def test_it_leaves_a_letter_as_it_is_written(engine):
    assert engine.render_to_string("letter.txt") == "张敏：\n  请办理。\n"
