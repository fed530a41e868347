from django.urls import path

from .views import board, mine, plans, programme_tasks, programmes, roster_days, rosters

app_name = "duties"

urlpatterns = [
    path("duties/", mine.my_duties, name="list"),
    path("duties/<int:pk>/", mine.task_page, name="task"),
    path("duties/<int:pk>/zero/", mine.zero, name="zero"),
    path("duties/board/", board.board_page, name="board"),
    path("duties/board/urge/", board.urge, name="urge"),
    path("duties/board/export/", board.export, name="export"),
    path("duties/rosters/", rosters.roster_list, name="rosters"),
    path("duties/rosters/open/", rosters.open_pool, name="roster_open"),
    path("duties/rosters/of/<int:unit>/<slug:code>/", rosters.pool_page, name="roster_pool"),
    path("duties/rosters/<int:pk>/", rosters.roster_page, name="roster"),
    path("duties/rosters/<int:pk>/fill/", rosters.fill, name="roster_fill"),
    path("duties/rosters/<int:pk>/notice/", rosters.notice, name="roster_notice"),
    path("duties/rosters/days/<int:pk>/", roster_days.day_page, name="roster_day"),
    path("duties/programmes/", programmes.programme_list, name="programmes"),
    path("duties/programmes/new/", programmes.new_programme, name="new_programme"),
    path("duties/programmes/<int:pk>/", programmes.programme_page, name="programme"),
    path("duties/programmes/<int:pk>/export/", programmes.programme_export, name="programme_export"),
    path("duties/programmes/<int:pk>/tasks/new/", programme_tasks.new_task, name="new_programme_task"),
    path("duties/programmes/tasks/<int:pk>/", programme_tasks.task_page, name="programme_task"),
    path("duties/programmes/tasks/<int:pk>/change/", programme_tasks.change_task, name="change_programme_task"),
    path("duties/programmes/tasks/<int:pk>/decide/", programme_tasks.decide, name="decide_programme_task"),
    path("duties/programmes/evidence/<int:pk>/", programme_tasks.evidence, name="evidence"),
    path("settings/duties/", plans.plan_list, name="plans"),
    path("settings/duties/periods/", plans.periods, name="periods"),
    path("settings/duties/periods/<int:pk>/end/", plans.end_period, name="end_period"),
    path("settings/duties/plans/new/", plans.new_plan, name="new_plan"),
    path("settings/duties/plans/<str:code>/", plans.plan_page, name="plan"),
    path("settings/duties/plans/<str:code>/switch/", plans.switch, name="switch"),
]
