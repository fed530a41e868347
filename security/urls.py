from django.urls import include, path

from governance.cases.intake.views import addresses
from governance.cases.lists.views import case_list

from .areas.views import REGISTER as KEY_AREA_REGISTER
from .hazards.views import REGISTER as HAZARD_REGISTER
from .incidents.views import REGISTER as INCIDENT_REGISTER
from .incidents.views import command
from .lists import HAZARDS, INCIDENTS, KEY_AREAS

app_name = "security"

hazards = (
    [path("", case_list, {"listing": HAZARDS}, name="list"), *addresses("register/", HAZARD_REGISTER)],
    "hazards",
)
key_areas = (
    [path("", case_list, {"listing": KEY_AREAS}, name="list"), *addresses("register/", KEY_AREA_REGISTER)],
    "key_areas",
)
incidents = (
    [
        path("", case_list, {"listing": INCIDENTS}, name="list"),
        *addresses("register/", INCIDENT_REGISTER),
        path("<str:number>/command/", command, name="command"),
    ],
    "incidents",
)
urlpatterns = [
    path("hazards/", include(hazards)),
    path("key-areas/", include(key_areas)),
    path("incidents/", include(incidents)),
]
