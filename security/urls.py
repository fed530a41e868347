from django.urls import include, path

from governance.cases.fields.definitions import addresses as laid_down
from governance.cases.intake.views import addresses
from governance.cases.lists.views import case_list
from governance.cases.sending import views as sending

from .areas.views import REGISTER as KEY_AREA_REGISTER
from .assessments.views import REGISTER as ASSESSMENT_REGISTER
from .clues.views import REGISTER as CLUE_REGISTER
from .clues.views import totals
from .hazards.views import REGISTER as HAZARD_REGISTER
from .incidents.views import REGISTER as INCIDENT_REGISTER
from .incidents.views import command, command_points
from .inspections import checklist_views, phone_views
from .inspections import views as inspecting
from .inspections.phone import CHECKS
from .joint.views import REGISTER as JOINT_REGISTER
from .lists import ASSESSMENTS, CLUES, HAZARDS, INCIDENTS, JOINT_TASKS, KEY_AREAS, WARNINGS
from .warnings.views import REGISTER as WARNING_REGISTER
from .warnings.views import receipts_of

app_name = "security"


def cases(noun: str, listing, register, *more) -> tuple[list, str]:
    """The addresses of one kind of case: its list, its register page and whatever it has of its own."""
    return [path("", case_list, {"listing": listing}, name="list"), *more, *addresses("register/", register)], noun


inspections = (
    [
        path("", inspecting.rounds, name="rounds"),
        path("export/", inspecting.export, name="export"),
        path("checklists/", checklist_views.checklists, name="checklists"),
        *laid_down(checklist_views.PAGE, ("checklists/new/", "new_checklist"), ("checklists/<int:pk>/", "checklist")),
        *sending.addresses(CHECKS, phone_views.page, phone_views.state),
        path("<int:pk>/", inspecting.round_page, name="round"),
        path("<int:pk>/<int:entry_pk>/", inspecting.check, name="check"),
        path("checks/<uuid:key>/", inspecting.checked, name="checked"),
        path("checks/<uuid:key>/hazards/<int:pk>/open/", inspecting.hazard, name="hazard"),
        path("checks/<uuid:key>/photos/<int:pk>/", inspecting.photo, name="photo"),
    ],
    "inspections",
)
urlpatterns = [
    path("hazards/", include(cases("hazards", HAZARDS, HAZARD_REGISTER))),
    path("key-areas/", include(cases("key_areas", KEY_AREAS, KEY_AREA_REGISTER))),
    path(
        "incidents/",
        include(
            cases(
                "incidents",
                INCIDENTS,
                INCIDENT_REGISTER,
                path("<str:number>/command/", command, name="command"),
                path("<str:number>/command/points/", command_points, name="command_points"),
            )
        ),
    ),
    path("inspections/", include(inspections)),
    path("assessments/", include(cases("assessments", ASSESSMENTS, ASSESSMENT_REGISTER))),
    path("clues/", include(cases("clues", CLUES, CLUE_REGISTER, path("totals/", totals, name="totals")))),
    path(
        "warnings/",
        include(
            cases("warnings", WARNINGS, WARNING_REGISTER, path("<str:number>/receipts/", receipts_of, name="receipts"))
        ),
    ),
    path("joint-tasks/", include(cases("joint_tasks", JOINT_TASKS, JOINT_REGISTER))),
]
