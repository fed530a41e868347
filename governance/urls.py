from django.urls import path

from governance.frame.line import addresses
from governance.health import healthz

# Citizens read why there is nothing to see in their own words.
handler400 = "governance.citizens.errors.bad_request"
handler403 = "governance.citizens.errors.permission_denied"
handler404 = "governance.citizens.errors.page_not_found"
handler500 = "governance.citizens.errors.server_error"
urlpatterns = [addresses(path("healthz", healthz, name="healthz"))]
