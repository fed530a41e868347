from django.urls import path

from governance.cases.intake.views import addresses
from governance.cases.lists.views import case_list

from .citizens import look_views
from .citizens import views as citizens
from .intake import views
from .letters import views as letters
from .lists import LASTING, PETITIONS, REVIEWS, SUGGESTIONS
from .messages import views as messages
from .questions import views as questions
from .topics import views as topics
from .withholding import views as withholding

app_name = "petitions"

urlpatterns = [
    path("petitions/", case_list, {"listing": PETITIONS}, name="list"),
    path("petitions/suggestions/", case_list, {"listing": SUGGESTIONS}, name="suggestions"),
    path("petitions/lasting/", case_list, {"listing": LASTING}, name="lasting"),
    path("petitions/topics/", topics.page, name="topics"),
    path("petitions/reviews/", case_list, {"listing": REVIEWS}, name="reviews"),
    *addresses("petitions/register/", views.REGISTER),
    path("petitions/letters/", letters.waiting, name="letters"),
    path("petitions/letters/<int:pk>/", letters.one, name="letter"),
    path("petitions/letters/<int:pk>/take/", letters.take, name="take_letter"),
    path("petitions/letters/<int:pk>/dismiss/", letters.dismiss, name="dismiss_letter"),
    path("petitions/<str:number>/tell-all/", questions.tell_all, name="tell_all"),
    path("petitions/<str:number>/withheld/", withholding.withheld, name="withheld"),
    path("petitions/import/", messages.upload, name="import"),
    path("petitions/import/<int:pk>/", messages.preview, name="import-preview"),
    path("public/petitions/", citizens.page, name="hand_in"),
    path("public/petitions/<slug:name>/", citizens.page, name="hand_in_page"),
    path("public/petitions-sent/", citizens.handed_in, name="handed_in"),
    path("public/petitions-look/", look_views.look_up, name="look_up"),
    path("public/petitions-mine/", look_views.mine, name="mine"),
    path("public/petitions-mine/leave/", look_views.leave, name="leave_mine"),
    path("public/petitions-mine/papers/<int:pk>/", look_views.paper, name="my_paper"),
    path("public/petitions-mine/<slug:name>/", look_views.ask, name="ask_mine"),
]
