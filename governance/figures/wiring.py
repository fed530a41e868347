"""What figures bring to the lower rooms."""

from datetime import timedelta

from governance.frame.line import Line
from governance.organisation.navigation import MenuEntry

from . import duties, first, homicides, jobs, offences, papers, registers
from .headlines import HEADLINES
from .measures import MEASURES, PER_PEOPLE, RATES
from .models import AGAIN, PAPERS
from .saying import SAYINGS, Sayings

LINE = Line(
    takes=(MEASURES, RATES, PER_PEOPLE, HEADLINES, SAYINGS),
    # The rooms below bring none themselves.
    measures=(
        *duties.MEASURES,
        *papers.MEASURES,
        *first.MEASURES,
        *registers.MEASURES,
        *homicides.MEASURES,
        *offences.MEASURES,
    ),
    rates=(*duties.RATES, *papers.RATES, *first.RATES, *homicides.RATES),
    per_people=(*homicides.PER_PEOPLE, *offences.PER_PEOPLE),
    sayings=(Sayings(AGAIN), Sayings(PAPERS, (papers.KIND,))),
    guide="data/guide.csv",
    urls={"figures/": "urls", "api/figures/": "api"},
    jobs=jobs.KINDS,
    every={"fold_tallies": timedelta(minutes=1)},
    menu=(MenuEntry("统计指标", "figures:figures", "chart-bar", permissions=("cases.view_case",), position=60),),
)
