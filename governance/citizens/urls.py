from django.urls import path

from . import views

app_name = "citizens"

urlpatterns = [
    path("public/privacy/", views.privacy, name="privacy"),
]
