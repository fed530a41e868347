from django.urls import path

from governance.cases.intake.views import RegisterPage, addresses
from governance.cases.lists.views import case_list
from governance.cases.workflow import Fact

from .steps import TOPICS
from .wiring import ENQUIRIES, KIND

app_name = "toy_line"
PAGE = RegisterPage(KIND, facts=(Fact("topic", "咨询类别", "choice", choices=TOPICS),))
urlpatterns = [path("", case_list, {"listing": ENQUIRIES}, name="list"), *addresses("register/", PAGE)]
