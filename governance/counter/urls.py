from django.urls import path

from . import views

app_name = "counter"

urlpatterns = [
    path("", views.intake, name="intake"),
    path("queue/", views.queue, name="queue"),
    path("queue/take/", views.take, name="take"),
    path("queue/call/", views.call, name="call"),
    path("turns/<int:pk>/", views.turn, name="turn"),
    path("turns/<int:pk>/end/", views.end, name="end"),
    path("progress/", views.progress, name="progress"),
    path("waiting/", views.waiting_times, name="waiting"),
]
