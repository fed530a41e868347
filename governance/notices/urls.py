from django.urls import path

from . import views

app_name = "notices"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:notice_id>/open", views.open_notice, name="open"),
    path("read", views.read_all, name="read_all"),
    path("preference", views.preference, name="preference"),
    path("undelivered", views.undelivered_list, name="undelivered"),
    path("undelivered/resend", views.resend_failed, name="resend"),
]
