from django.urls import path

from governance.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
