from django.urls import path

from . import views

app_name = "grid_citizens"

urlpatterns = [
    path("public/grid/<str:code>/", views.report_here, name="report_here"),
    path("public/grid-sent/", views.reported, name="reported"),
]
