from django.urls import path

from . import views

app_name = "supervision"

urlpatterns = [
    path("", views.papers, name="list"),
    path("queue/", views.queue_page, name="queue"),
    path("queue/aside/", views.put_aside, name="set_aside"),
    path("units/<int:pk>/", views.unit_page, name="unit"),
]
