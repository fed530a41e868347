"""What a key area may go on in, and what it may not."""

import pytest

from governance.frame.refusals import FactMissing
from tests.builders import step
from tests.security import key_areas

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("other", [{"problem": "burglary"}, {"subject": "problem"}])
def test_another_problem_does_not_disappear_in_it(cast, other):
    case = key_areas.key_area(cast)
    into = key_areas.key_area(cast, **other)
    with pytest.raises(FactMissing) as refused:
        step(case, "merge", cast.staff, later=1, into=into, note="同一处。")
    assert refused.value.errors == {"into": "两件的类别、主要问题不同，不能并案。"}
    step(case, "merge", cast.staff, later=1, into=key_areas.key_area(cast), note="同一处。")
