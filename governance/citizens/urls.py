from django.urls import path

from . import views
from .booking import views as booking
from .questionnaires import answering
from .questionnaires import views as questionnaires

app_name = "citizens"

urlpatterns = [
    path("public/contact/", views.contact_page, name="contact"),
    path("public/booking/", booking.choices, name="booking"),
    path("public/booking/<slug:code>/<int:pk>/", booking.book, name="book"),
    path("public/booking-made/", booking.booked, name="booked"),
    path("public/booking-look/", booking.look, name="booking_look"),
    path("cases/<str:number>/slip/", views.slip, name="slip"),
    path("bookings/", booking.coming, name="bookings"),
    path("public/questionnaires/<slug:key>/", answering.answer, name="answer"),
    path("public/questionnaires/<slug:key>/thanks/", answering.answered, name="answered"),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("questionnaires/new/<slug:form_code>/", questionnaires.new, name="new_questionnaire"),
    path("questionnaires/<int:pk>/", questionnaires.questionnaire, name="questionnaire"),
    path("questionnaires/<int:pk>/change/", questionnaires.change, name="change_questionnaire"),
    path("questionnaires/<int:pk>/release/", questionnaires.release, name="release_questionnaire"),
    path("questionnaires/<int:pk>/drop/", questionnaires.drop, name="drop_questionnaire"),
    path("questionnaires/<int:pk>/codes/", questionnaires.print_codes, name="questionnaire_codes"),
    path("questionnaires/<int:pk>/export/", questionnaires.export, name="export_questionnaire"),
    path("questionnaires/<int:pk>/publish/", questionnaires.publish, name="publish_questionnaire"),
    path("public/privacy/", views.privacy, name="privacy"),
]
