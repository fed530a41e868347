from django.urls import path

from .board.map_views import map_list, map_page
from .board.views import board_list, board_page, wall_page
from .places.views import places_page, points_inside
from .places.village import village_page
from .views import first_page, next_case, workbench_page

app_name = "dashboard"

urlpatterns = [
    path("", workbench_page, name="workbench"),
    path("first/", first_page, name="first"),
    path("next/", next_case, name="next"),
    path("board/", board_page, name="board"),
    path("board/map/", map_page, name="map"),
    path("board/wall/", wall_page, name="wall"),
    path("board/map/<str:place>/<str:period>/<str:code>/", map_list, name="map_list"),
    path("board/<str:place>/<str:period>/<str:code>/", board_list, name="board_list"),
    path("map/", places_page, name="places"),
    path("villages/<str:code>/", village_page, name="village"),
    path("map/points/<str:code>/", points_inside, name="points"),
]
