from django.urls import path

from . import figure_views

urlpatterns = [
    path("figures/", figure_views.figures, name="figures"),
    path("figures/cases/", figure_views.figure, name="figure"),
    path("figures/export/", figure_views.export, name="figures_export"),
]
