from django.urls import path

from governance.cases.intake.views import addresses
from governance.cases.lists.views import case_list

from .academy import views as academy_views
from .casefiles import views as file_views
from .disputes import views
from .figures import views as figure_views
from .lawyers import lawyer_views
from .lawyers import views as roster_views
from .lists import DISPUTES, TRACKS
from .organisations import judge_views, mediator_views
from .organisations import views as organisation_views
from .subsidies import views as subsidy_views

app_name = "mediation"

urlpatterns = [
    path("", case_list, {"listing": DISPUTES}, name="list"),
    path("tracks/", case_list, {"listing": TRACKS}, name="tracks"),
    *addresses("register/", views.REGISTER),
    path("organisations/", organisation_views.organisation_list, name="organisations"),
    path("organisations/new/", organisation_views.new_organisation, name="new_organisation"),
    path("organisations/court-notice/", organisation_views.court_notice, name="court_notice"),
    path("organisations/<int:pk>/", organisation_views.organisation_page, name="organisation"),
    path("organisations/<int:pk>/edit/", organisation_views.edit_organisation, name="edit_organisation"),
    path("organisations/<int:pk>/checklist/", organisation_views.check_organisation, name="check_organisation"),
    path("organisations/<int:pk>/mediators/new/", mediator_views.new_mediator, name="new_mediator"),
    path("organisations/<int:pk>/training/", mediator_views.new_training, name="new_training"),
    path("organisations/mediators/<int:pk>/", mediator_views.edit_mediator, name="edit_mediator"),
    path("organisations/mediators/<int:pk>/end/", mediator_views.end_mediator, name="end_mediator"),
    path("organisations/judges/", judge_views.judge_list, name="judges"),
    path("organisations/judges/new/", judge_views.new_judge, name="new_judge"),
    path("organisations/judges/<int:pk>/", judge_views.judge_page, name="judge"),
    path("organisations/roster/", roster_views.roster_page, name="roster"),
    path("organisations/roster/generate/", roster_views.generate, name="generate_roster"),
    path("organisations/roster/notice/", roster_views.roster_notice, name="roster_notice"),
    path("organisations/roster/duties/<int:pk>/", roster_views.duty_page, name="duty"),
    path("organisations/roster/lawyers/", lawyer_views.lawyer_list, name="lawyers"),
    path("organisations/roster/lawyers/new/", lawyer_views.new_lawyer, name="new_lawyer"),
    path("organisations/roster/lawyers/<int:pk>/", lawyer_views.lawyer_page, name="lawyer"),
    path("academy/", academy_views.course_list, name="academy"),
    path("academy/<int:pk>/", academy_views.course_page, name="course"),
    path("academy/<int:pk>/test/", academy_views.test, name="course_test"),
    path("academy/<int:pk>/questions/<int:question>/end/", academy_views.end_question, name="end_question"),
    path("academy/certificates/<int:pk>/", academy_views.certificate, name="certificate"),
    path("tracks/<str:number>/file/", file_views.file_page, name="file"),
    path("tracks/<str:number>/file/bind/", file_views.bind, name="bind"),
    path("subsidies/", subsidy_views.subsidies, name="subsidies"),
    path("subsidies/export/", subsidy_views.export, name="subsidies_export"),
    path("subsidies/rates/", subsidy_views.rates, name="subsidy_rates"),
    path("figures/", figure_views.figures, name="figures"),
    path("figures/export/", figure_views.export, name="figures_export"),
    path("figures/<str:period>/<str:code>/", figure_views.figure, name="figure"),
]
