from django.urls import path

from .views import workbench_page

app_name = "dashboard"

urlpatterns = [path("", workbench_page, name="workbench")]
