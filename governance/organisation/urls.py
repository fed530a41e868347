from django.urls import path

from .views import login, search

app_name = "organisation"

leave = login.Logout.as_view()
leave.open_before_password_change = True

urlpatterns = [
    path("login", login.Login.as_view(), name="login"),
    path("logout", leave, name="logout"),
    path("password", login.password, name="password"),
    path("logout-everywhere", login.leave_everywhere, name="leave_everywhere"),
    path("organisation/areas/search", search.areas, name="area_search"),
    path("organisation/units/search", search.units, name="unit_search"),
    path("organisation/people/search", search.people, name="user_search"),
]
