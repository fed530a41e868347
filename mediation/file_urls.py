from django.urls import path

from . import file_views, subsidy_views

urlpatterns = [
    path("tracks/<str:number>/file/", file_views.file_page, name="file"),
    path("tracks/<str:number>/file/bind/", file_views.bind, name="bind"),
    path("subsidies/", subsidy_views.subsidies, name="subsidies"),
    path("subsidies/export/", subsidy_views.export, name="subsidies_export"),
    path("subsidies/rates/", subsidy_views.rates, name="subsidy_rates"),
]
