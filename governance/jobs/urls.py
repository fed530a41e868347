from django.urls import path

from . import views
from .setting_up import views as setting_up

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("setting-up/areas/", setting_up.take_in, {"code": "areas"}, name="areas_from_sheet"),
    path("setting-up/units/", setting_up.take_in, {"code": "units"}, name="units_from_sheet"),
    path("setting-up/people/", setting_up.take_in, {"code": "people"}, name="people_from_sheet"),
    path("setting-up/<slug:code>/carry-out", setting_up.carry_out, name="set_up"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/file", views.job_file, name="job-file"),
    path("<int:pk>/cancel", views.job_cancel, name="job-cancel"),
]
