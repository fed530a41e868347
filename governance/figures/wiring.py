"""What figures bring to the lower rooms."""

from datetime import timedelta

from governance.frame.line import Line
from governance.organisation.navigation import MenuEntry

from . import duties, first, jobs, papers, registers
from .headlines import HEADLINES
from .measures import MEASURES, RATES
from .models import AGAIN
from .saying import SAYINGS, Sayings

LINE = Line(
    takes=(MEASURES, RATES, HEADLINES, SAYINGS),
    # The rooms below bring none themselves.
    measures=(*duties.MEASURES, *papers.MEASURES, *first.MEASURES, *registers.MEASURES),
    rates=(*duties.RATES, *papers.RATES, *first.RATES),
    sayings=(Sayings("", AGAIN),),
    guide="data/guide.csv",
    urls={"figures/": "urls", "api/figures/": "api"},
    jobs=jobs.KINDS,
    every={"fold_tallies": timedelta(minutes=1)},
    menu=(MenuEntry("统计指标", "figures:figures", "chart-bar", permissions=("cases.view_case",), position=60),),
)
