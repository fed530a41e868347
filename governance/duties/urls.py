from django.urls import path

from governance.cases.fields.definitions import addresses

from . import views
from .board import views as board
from .findings import views as findings
from .kinds import views as kinds
from .meetings import decision_views, minutes_views
from .meetings import views as meetings
from .patrols import views as patrols
from .plans import views as plans
from .programmes import task_views as programme_tasks
from .programmes import views as programmes
from .receptions import papers as reception_papers
from .receptions import views as receptions
from .returns import views as mine
from .rosters import day_views
from .rosters import views as rosters
from .visits import views as visits

app_name = "duties"

urlpatterns = [
    path("duties/", views.my_duties, name="list"),
    path("duties/<int:pk>/", mine.task_page, name="task"),
    path("duties/<int:pk>/zero/", mine.zero, name="zero"),
    path("duties/board/", board.board_page, name="board"),
    path("duties/board/urge/", board.urge, name="urge"),
    path("duties/board/export/", board.export, name="export"),
    path("duties/meetings/", meetings.meeting_list, name="meetings"),
    path("duties/meetings/counts/", meetings.meeting_counts, name="meeting_counts"),
    path("duties/meetings/new/", meetings.new_meeting, name="new_meeting"),
    path("duties/meetings/<int:pk>/", meetings.meeting_page, name="meeting"),
    path("duties/meetings/<int:pk>/edit/", meetings.edit_meeting, name="edit_meeting"),
    path("duties/meetings/<int:pk>/minutes/", minutes_views.minutes_page, name="minutes"),
    path("duties/meetings/<int:pk>/print/", meetings.print_meeting, name="print_meeting"),
    path("duties/meetings/<int:pk>/decisions/new/", minutes_views.new_decision, name="new_decision"),
    path("duties/meetings/decisions/", decision_views.decision_list, name="decisions"),
    path("duties/meetings/decisions/<int:pk>/", decision_views.decision_page, name="decision"),
    path("duties/rosters/", rosters.roster_list, name="rosters"),
    path("duties/rosters/open/", rosters.open_pool, name="roster_open"),
    path("duties/rosters/of/<int:unit>/<slug:code>/", rosters.pool_page, name="roster_pool"),
    path("duties/rosters/<int:pk>/", rosters.roster_page, name="roster"),
    path("duties/rosters/<int:pk>/fill/", rosters.fill, name="roster_fill"),
    path("duties/rosters/<int:pk>/notice/", rosters.notice, name="roster_notice"),
    path("duties/rosters/days/<int:pk>/", day_views.day_page, name="roster_day"),
    path("duties/findings/", findings.finding_list, name="findings"),
    path("duties/findings/<int:pk>/", findings.finding_page, name="finding"),
    path("duties/programmes/", programmes.programme_list, name="programmes"),
    path("duties/programmes/new/", programmes.new_programme, name="new_programme"),
    path("duties/programmes/<int:pk>/", programmes.programme_page, name="programme"),
    path("duties/programmes/<int:pk>/export/", programmes.programme_export, name="programme_export"),
    path("duties/programmes/<int:pk>/tasks/new/", programme_tasks.new_task, name="new_programme_task"),
    path("duties/programmes/tasks/<int:pk>/", programme_tasks.task_page, name="programme_task"),
    path("duties/programmes/tasks/<int:pk>/change/", programme_tasks.change_task, name="change_programme_task"),
    path("duties/programmes/tasks/<int:pk>/decide/", programme_tasks.decide, name="decide_programme_task"),
    path("duties/programmes/evidence/<int:pk>/", programme_tasks.evidence, name="evidence"),
    path("duties/receptions/", receptions.reception_list, name="receptions"),
    path("duties/receptions/<int:unit>/<slug:day>/", receptions.day_page, name="reception_day"),
    path("duties/receptions/<int:unit>/<slug:day>/book/", reception_papers.book, name="reception_book"),
    path("duties/receptions/<int:unit>/<slug:day>/cards/", reception_papers.cards, name="reception_cards"),
    path("duties/patrols/", patrols.patrols, name="patrols"),
    path("duties/patrols/start/", patrols.start, name="patrol_start"),
    path("duties/patrols/end/", patrols.end, name="patrol_end"),
    path("duties/patrols/<uuid:key>/", patrols.patrol, name="patrol"),
    path("settings/duties/norms/", patrols.norm_list, name="work_norms"),
    path("settings/duties/norms/<slug:code>/", patrols.norm, name="work_norm"),
    path("duties/visits/", visits.board, name="visits"),
    path("duties/visits/export/", visits.export, name="visits_export"),
    path("duties/visits/new/", visits.new_visit, name="new_visit"),
    path("duties/visits/leaders/new/", visits.new_leader, name="new_visiting_leader"),
    path("duties/visits/leaders/<int:pk>/", visits.leader_page, name="visiting_leader"),
    path("settings/duties/visits/", visits.quotas, name="visit_quotas"),
    path("settings/duties/visits/<slug:kind>/", visits.quota, name="visit_quota"),
    path("settings/duties/", plans.plan_list, name="plans"),
    path("settings/duties/periods/", plans.periods, name="periods"),
    path("settings/duties/periods/<int:pk>/end/", plans.end_period, name="end_period"),
    path("settings/duties/kinds/", kinds.kinds, name="kinds"),
    *addresses(
        kinds.MEETING_PAGE,
        ("settings/duties/kinds/meetings/new/", "new_meeting_kind"),
        ("settings/duties/kinds/meetings/<slug:code>/", "meeting_kind"),
    ),
    *addresses(
        kinds.ROSTER_PAGE,
        ("settings/duties/kinds/rosters/new/", "new_roster_kind"),
        ("settings/duties/kinds/rosters/<slug:code>/", "roster_kind"),
    ),
    path("settings/duties/plans/new/", plans.new_plan, name="new_plan"),
    path("settings/duties/plans/<str:code>/", plans.plan_page, name="plan"),
    path("settings/duties/plans/<str:code>/switch/", plans.switch, name="switch"),
]
