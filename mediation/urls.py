from django.urls import include, path

from . import views

app_name = "mediation"

urlpatterns = [
    path("", views.disputes, name="list"),
    path("tracks/", views.tracks, name="tracks"),
    path("register/", views.register, name="register"),
    path("register/preview/", views.preview, name="preview"),
    path("", include("mediation.organisation_urls")),
    path("", include("mediation.file_urls")),
    path("", include("mediation.figure_urls")),
]
