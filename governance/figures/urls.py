from django.urls import path

from . import views

app_name = "figures"

urlpatterns = [
    path("", views.figures, name="figures"),
    path("export/", views.export, name="export"),
    path("<str:period>/<str:code>/", views.figure, name="figure"),
]
