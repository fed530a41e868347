from django.urls import path

from . import views

app_name = "maps"

urlpatterns = [path("outlines/<str:code>/<int:length>/", views.outlines_of, name="outlines")]
