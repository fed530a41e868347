from django.urls import path

from governance.cases.lists.views import case_list

from . import import_views, views

app_name = "petitions"

urlpatterns = [
    path("petitions/", case_list, {"kind": "petition"}, name="list"),
    path("petitions/register/", views.register, name="register"),
    path("petitions/register/preview/", views.preview, name="preview"),
    path("petitions/import/", import_views.upload, name="import"),
    path("petitions/import/<int:pk>/", import_views.preview, name="import-preview"),
]
