from django.urls import path

from governance.frame.line import patterns
from governance.health import healthz

urlpatterns = [path("healthz", healthz, name="healthz"), *patterns()]
