from django.urls import path

from .front import views as front

app_name = "publications"

urlpatterns = [
    path("public/", front.front, name="front"),
]
