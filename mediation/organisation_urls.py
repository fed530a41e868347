"""The addresses of the pages about who mediates."""

from django.urls import path

from . import judge_views, lawyer_views, mediator_views, organisation_views, roster_views

urlpatterns = [
    path("organisations/", organisation_views.organisation_list, name="organisations"),
    path("organisations/new/", organisation_views.new_organisation, name="new_organisation"),
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
]
