from django.urls import path

from governance.cases.fields.definitions import addresses

from .front import views as front
from .issuing import views as issuing
from .kinds import views as kinds
from .products import views as products

app_name = "publications"

urlpatterns = [
    path("public/", front.front, name="front"),
    path("public/notices/", front.notices, name="notices"),
    path("public/notices/<slug:key>/", front.notice, name="notice"),
    path("public/notices/<slug:key>/<slug:file_key>/", front.notice_file, name="notice_file"),
    path("publications/", kinds.kinds, name="kinds"),
    *addresses(
        kinds.PAGE, ("publications/new-kind/", "new_kind"), ("publications/kinds/<slug:code>/define/", "define")
    ),
    path("publications/kinds/<slug:code>/", issuing.publications, name="publications"),
    path("publications/kinds/<slug:code>/new/", issuing.new_publication, name="new_publication"),
    path("publications/kinds/<slug:code>/make/", products.make, name="make"),
    path("publications/<int:pk>/", issuing.publication, name="publication"),
    path("publications/<int:pk>/word/", issuing.word, name="word"),
    path("publications/<int:pk>/change/", issuing.change, name="change"),
    path("publications/<int:pk>/submit/", issuing.submit, name="submit"),
    path("publications/<int:pk>/approve/", issuing.approve, name="approve"),
    path("publications/<int:pk>/give-back/", issuing.give_back, name="give_back"),
    path("publications/<int:pk>/issue/", issuing.issue, name="issue"),
    path("publications/<int:pk>/withdraw/", issuing.withdraw, name="withdraw"),
    path("publications/<int:pk>/drop/", issuing.drop, name="drop"),
    path("publications/<int:pk>/confirm/", issuing.confirm, name="confirm"),
    path("publications/<int:pk>/files/", issuing.add_files, name="add_files"),
    path("publications/<int:pk>/files/<int:file_pk>/", issuing.publication_file, name="file"),
    path("publications/<int:pk>/files/<int:file_pk>/take-off/", issuing.take_off, name="take_off"),
]
