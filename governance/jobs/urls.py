from django.urls import path

from . import views

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/file", views.job_file, name="job-file"),
    path("<int:pk>/cancel", views.job_cancel, name="job-cancel"),
]
