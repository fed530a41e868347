from django.urls import path

from .views import board, mine, plans, roster_days, rosters

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
    path("settings/duties/", plans.plan_list, name="plans"),
    path("settings/duties/periods/", plans.periods, name="periods"),
    path("settings/duties/periods/<int:pk>/end/", plans.end_period, name="end_period"),
    path("settings/duties/plans/new/", plans.new_plan, name="new_plan"),
    path("settings/duties/plans/<str:code>/", plans.plan_page, name="plan"),
    path("settings/duties/plans/<str:code>/switch/", plans.switch, name="switch"),
]
