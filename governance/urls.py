from django.urls import include, path

from governance.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("governance.dashboard.urls")),
    path("", include("governance.organisation.urls")),
    path("notices/", include("governance.notices.urls")),
    path("jobs/", include("governance.jobs.urls")),
    path("api/", include("governance.cases.api.urls")),
    path("", include("governance.cases.urls")),
    path("supervision/", include("governance.supervision.urls")),
    path("", include("governance.duties.urls")),
    path("", include("petitions.urls")),
    path("mediation/", include("mediation.urls")),
]
