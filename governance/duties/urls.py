from django.urls import path

from .views import board, mine, plans

app_name = "duties"

urlpatterns = [
    path("duties/", mine.my_duties, name="list"),
    path("duties/<int:pk>/", mine.task_page, name="task"),
    path("duties/<int:pk>/zero/", mine.zero, name="zero"),
    path("duties/board/", board.board_page, name="board"),
    path("duties/board/urge/", board.urge, name="urge"),
    path("duties/board/export/", board.export, name="export"),
    path("settings/duties/", plans.plan_list, name="plans"),
    path("settings/duties/periods/", plans.periods, name="periods"),
    path("settings/duties/periods/<int:pk>/end/", plans.end_period, name="end_period"),
    path("settings/duties/plans/<str:code>/", plans.plan_page, name="plan"),
    path("settings/duties/plans/<str:code>/switch/", plans.switch, name="switch"),
]
