from django.urls import path

from . import views

urlpatterns = [
    path("", views.Petitions.as_view(), name="api-hotline"),
    path("<str:their_number>/", views.PetitionOne.as_view(), name="api-hotline-one"),
    path("<str:their_number>/supplements/", views.Supplements.as_view(), name="api-hotline-supplements"),
]
