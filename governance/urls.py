from django.urls import path

from governance.frame.line import patterns
from governance.health import healthz

# Where the server does not even read what was sent.
handler400 = "governance.organisation.views.too_much.bad_request"
urlpatterns = [path("healthz", healthz, name="healthz"), *patterns()]
