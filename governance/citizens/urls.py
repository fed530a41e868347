from django.urls import path

from . import views
from .booking import views as booking

app_name = "citizens"

urlpatterns = [
    path("public/contact/", views.contact_page, name="contact"),
    path("public/booking/", booking.choices, name="booking"),
    path("public/booking/<slug:code>/<int:pk>/", booking.book, name="book"),
    path("public/booking-made/", booking.booked, name="booked"),
    path("public/booking-look/", booking.look, name="booking_look"),
    path("bookings/", booking.coming, name="bookings"),
    path("public/privacy/", views.privacy, name="privacy"),
]
