from django.urls import path

from . import views

app_name = "citizens"

urlpatterns = [
    path("public/contact/", views.contact_page, name="contact"),
    path("public/privacy/", views.privacy, name="privacy"),
]
