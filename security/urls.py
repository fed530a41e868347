from django.urls import include, path

from governance.cases.intake.views import addresses
from governance.cases.lists.views import case_list
from governance.cases.sending.views import worker

from .areas.views import REGISTER as KEY_AREA_REGISTER
from .assessments.views import REGISTER as ASSESSMENT_REGISTER
from .clues.views import REGISTER as CLUE_REGISTER
from .clues.views import totals
from .hazards.views import REGISTER as HAZARD_REGISTER
from .incidents.views import REGISTER as INCIDENT_REGISTER
from .incidents.views import command
from .inspections import checklist_views, phone_views
from .inspections import views as inspecting
from .joint.views import REGISTER as JOINT_REGISTER
from .lists import ASSESSMENTS, CLUES, HAZARDS, INCIDENTS, JOINT_TASKS, KEY_AREAS, WARNINGS
from .warnings.views import REGISTER as WARNING_REGISTER
from .warnings.views import receipts_of

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
inspections = (
    [
        path("", inspecting.rounds, name="rounds"),
        path("export/", inspecting.export, name="export"),
        path("checklists/", checklist_views.checklists, name="checklists"),
        path("checklists/new/", checklist_views.new, name="new_checklist"),
        path("checklists/<int:pk>/", checklist_views.change, name="checklist"),
        path("phone/", phone_views.page, name="phone"),
        path("phone/state/", phone_views.state, name="phone_state"),
        path("phone/worker.js", worker, name="phone_worker"),
        path("phone/reports/<uuid:key>/", phone_views.report, name="phone_report"),
        path("phone/reports/<uuid:key>/photos/<str:digest>/", phone_views.photo, name="phone_photo"),
        path("<int:pk>/", inspecting.round_page, name="round"),
        path("<int:pk>/<int:entry_pk>/", inspecting.check, name="check"),
        path("checks/<uuid:key>/", inspecting.checked, name="checked"),
        path("checks/<uuid:key>/hazards/<int:pk>/", inspecting.hazard, name="hazard"),
        path("checks/<uuid:key>/photos/<int:pk>/", inspecting.photo, name="photo"),
    ],
    "inspections",
)
assessments = (
    [path("", case_list, {"listing": ASSESSMENTS}, name="list"), *addresses("register/", ASSESSMENT_REGISTER)],
    "assessments",
)
clues = (
    [
        path("", case_list, {"listing": CLUES}, name="list"),
        path("totals/", totals, name="totals"),
        *addresses("register/", CLUE_REGISTER),
    ],
    "clues",
)
warnings = (
    [
        path("", case_list, {"listing": WARNINGS}, name="list"),
        *addresses("register/", WARNING_REGISTER),
        path("<str:number>/receipts/", receipts_of, name="receipts"),
    ],
    "warnings",
)
joint_tasks = (
    [path("", case_list, {"listing": JOINT_TASKS}, name="list"), *addresses("register/", JOINT_REGISTER)],
    "joint_tasks",
)
urlpatterns = [
    path("hazards/", include(hazards)),
    path("key-areas/", include(key_areas)),
    path("incidents/", include(incidents)),
    path("inspections/", include(inspections)),
    path("assessments/", include(assessments)),
    path("clues/", include(clues)),
    path("warnings/", include(warnings)),
    path("joint-tasks/", include(joint_tasks)),
]
