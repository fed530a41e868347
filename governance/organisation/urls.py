from django.contrib.auth.views import LogoutView
from django.urls import path

from . import pickers
from .views import (
    areas,
    deeds,
    display,
    guide,
    login,
    own_password,
    people,
    posts,
    records,
    retention,
    search,
    second_factor,
    synonyms,
    units,
)
from .views.access import auditors_only, before_code

app_name = "organisation"

leave = before_code(LogoutView.as_view())

urlpatterns = [
    path("login", login.Login.as_view(), name="login"),
    path("logout", leave, name="logout"),
    path("logout-everywhere", login.leave_everywhere, name="leave_everywhere"),
    path("password", own_password.password, name="password"),
    path("display", display.change_density, name="display"),
    path("second-factor", second_factor.code, name="code"),
    path("second-factor/device", second_factor.enrol, name="enrol"),
    path("organisation/areas/search", search.suggest, {"choices": pickers.Areas}, name="area_search"),
    path("organisation/units/search", search.suggest, {"choices": pickers.Units}, name="unit_search"),
    path("organisation/people/search", search.suggest, {"choices": pickers.People}, name="user_search"),
    path(
        "organisation/people/everybody/search",
        auditors_only(search.suggest),
        {"choices": pickers.Anybody},
        name="anybody_search",
    ),
    path("organisation/units", units.unit_list, name="units"),
    path("organisation/units/new", units.new_unit, name="new_unit"),
    path("organisation/units/<int:pk>", units.unit_page, name="unit"),
    path("organisation/units/<int:pk>/close", units.close_unit, name="close_unit"),
    path("organisation/units/<int:pk>/reopen", units.reopen_unit, name="reopen_unit"),
    path("organisation/synonyms", synonyms.synonym_list, name="synonyms"),
    path("organisation/synonyms/<int:pk>/switch", synonyms.switch, name="switch_synonym"),
    path("organisation/areas/joined", areas.joined, name="joined"),
    path("organisation/people", people.people_list, name="people"),
    path("organisation/people/new", people.new_person, name="new_person"),
    path("organisation/people/<int:pk>", people.person_page, name="person"),
    path("organisation/people/<int:pk>/edit", people.edit_person, name="edit_person"),
    path("organisation/people/<int:pk>/close", people.close_person, name="close_person"),
    path("organisation/people/<int:pk>/reopen", people.reopen_person, name="reopen_person"),
    path("organisation/people/<int:pk>/password", people.reset_password, name="reset_password"),
    path("organisation/people/<int:pk>/device", people.reset_factor, name="reset_factor"),
    path("organisation/people/<int:pk>/appoint", posts.appoint, name="appoint"),
    path("organisation/posts/<int:pk>/end", posts.end_post, name="end_post"),
    path("organisation/posts/<int:pk>/withdraw", posts.withdraw, name="withdraw_post"),
    path("organisation/deeds", deeds.deed_list, name="deeds"),
    path("organisation/deeds/<int:pk>/decide", deeds.decide, name="decide_deed"),
    path("organisation/deeds/people/<int:pk>/vouch", deeds.vouch, name="vouch"),
    path("guide", guide.index, name="guide"),
    path("guide/first-day", guide.first_day, name="first_day"),
    path("guide/<slug:folder>/<slug:name>", guide.chapter, name="chapter"),
    path("guide/<slug:folder>/pictures/<str:file>", guide.picture, name="guide_picture"),
    path("organisation/retention", retention.lengths, name="retention"),
    path("organisation/records", records.record_list, name="records"),
]
