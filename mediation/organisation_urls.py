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
    path("mediators/<int:pk>/", mediator_views.edit_mediator, name="edit_mediator"),
    path("mediators/<int:pk>/end/", mediator_views.end_mediator, name="end_mediator"),
    path("judges/", judge_views.judge_list, name="judges"),
    path("judges/new/", judge_views.new_judge, name="new_judge"),
    path("judges/<int:pk>/", judge_views.judge_page, name="judge"),
    path("roster/", roster_views.roster_page, name="roster"),
    path("roster/generate/", roster_views.generate, name="generate_roster"),
    path("roster/notice/", roster_views.roster_notice, name="roster_notice"),
    path("roster/duties/<int:pk>/", roster_views.duty_page, name="duty"),
    path("roster/lawyers/", lawyer_views.lawyer_list, name="lawyers"),
    path("roster/lawyers/new/", lawyer_views.new_lawyer, name="new_lawyer"),
    path("roster/lawyers/<int:pk>/", lawyer_views.lawyer_page, name="lawyer"),
]
