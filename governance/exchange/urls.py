from django.urls import path

from . import views

app_name = "exchange"

urlpatterns = [
    path("", views.partners, name="partners"),
    path("<int:pk>/", views.partner, name="partner"),
    path("<int:pk>/tokens/", views.issue, name="issue"),
    path("<int:pk>/key/", views.draw_key, name="draw_key"),
    path("<int:pk>/resend/", views.resend, name="resend"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
]
