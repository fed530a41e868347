from django.urls import path

from governance.cases.views.lists import case_list

from . import views

app_name = "petitions"

urlpatterns = [
    path("petitions/", case_list, {"kind": "petition"}, name="list"),
    path("petitions/register/", views.register, name="register"),
    path("petitions/register/preview/", views.preview, name="preview"),
]
