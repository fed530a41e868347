from django.urls import path

from governance.cases.lists.views import case_list

from . import first_handling, lateness, unit_views
from .accounts import views as account_views
from .leading import views as leader_views
from .lists import LED, PAPERS
from .papers import law_views, views

app_name = "supervision"

urlpatterns = [
    path("", case_list, {"listing": PAPERS}, name="list"),
    path("queue/", views.queue_page, name="queue"),
    path("queue/aside/", views.put_aside, name="set_aside"),
    path("units/<int:pk>/", unit_views.unit_page, name="unit"),
    path("leading/", case_list, {"listing": LED}, name="leading"),
    path("leading/queue/", leader_views.queue_page, name="leader_queue"),
    path("leading/queue/<str:number>/", leader_views.proposal_page, name="leader_proposal"),
    path("accounts/", account_views.meetings, name="accounts"),
    path("accounts/<str:number>/<int:pk>/", account_views.item_page, name="account_item"),
    path("first/", first_handling.first_page, name="first"),
    path("first/cases/", first_handling.first_list, name="first_cases"),
    path("late/", lateness.late_page, name="late"),
    path("late/cases/", lateness.late_list, name="late_cases"),
    path("laws/", law_views.law_list, name="laws"),
    path("laws/<int:pk>/", law_views.law_page, name="law"),
    path("leaders/", leader_views.leaders, name="leaders"),
    path("leaders/new/", leader_views.leader_page, name="new_leader"),
    path("leaders/<int:pk>/", leader_views.leader_page, name="leader"),
    path("scopes/", leader_views.scope_list, name="scopes"),
    path("scopes/<slug:code>/", leader_views.scope_page, name="scope"),
]
