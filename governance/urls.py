from django.urls import include, path

from governance.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("governance.organisation.urls")),
    path("jobs/", include("governance.jobs.urls")),
]
