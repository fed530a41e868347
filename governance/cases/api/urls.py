from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from . import views

docs = SpectacularSwaggerSplitView.as_view(template_name="api/docs.html", url_name="api-schema")

urlpatterns = [
    path("", docs, name="api-docs"),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("cases/", views.CaseList.as_view(), name="api-cases"),
    path("cases/<str:number>/", views.CaseOne.as_view(), name="api-case"),
    path("cases/<str:number>/steps/", views.StepList.as_view(), name="api-steps"),
    path("cases/<str:number>/steps/<str:name>/", views.StepOne.as_view(), name="api-step"),
]
