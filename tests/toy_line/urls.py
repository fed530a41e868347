from django.urls import path

from governance.cases.intake.views import RegisterPage, addresses
from governance.cases.lists.views import case_list

from .wiring import ENQUIRIES, KIND

app_name = "toy_line"
PAGE = RegisterPage(KIND, columns=("topic",))
urlpatterns = [path("", case_list, {"listing": ENQUIRIES}, name="list"), *addresses("register/", PAGE)]
