from django.urls import path

from . import views

app_name = "mediation"

urlpatterns = [
    path("mediation/register/", views.register, name="register"),
    path("mediation/register/preview/", views.preview, name="preview"),
]
