from django.urls import path

from governance.cases.intake.views import addresses
from governance.cases.lists.views import case_list

from . import import_views, views
from .lists import PETITIONS

app_name = "petitions"

urlpatterns = [
    path("petitions/", case_list, {"listing": PETITIONS}, name="list"),
    *addresses("petitions/register/", views.REGISTER),
    path("petitions/import/", import_views.upload, name="import"),
    path("petitions/import/<int:pk>/", import_views.preview, name="import-preview"),
]
