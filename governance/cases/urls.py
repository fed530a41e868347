from django.urls import path

from governance.organisation.views.search import suggest

from .dossiers import views as dossiers
from .fields.categories import Categories
from .fields.definitions import lay_down
from .files import views as files
from .lists import audit_views, export_views, number_views, saved_views, search_views
from .lists import views as lists
from .papers import views as templates
from .routing import views as routing
from .together import views as together
from .views import calendar, case, choices, clocks, county, ladders, phrases, sheets, terms

app_name = "cases"

urlpatterns = [
    path("search/", search_views.search_page, name="search"),
    path("categories/<str:kind>/search", suggest, {"choices": Categories}, name="category_search"),
    path("cases/", lists.case_list, name="list"),
    path("ledgers/<slug:code>/", export_views.export, name="export"),
    path("audit/", audit_views.audit, name="audit"),
    path("cases/numbers/", number_views.numbers, name="numbers"),
    path("cases/together/", together.choose, name="together"),
    path("cases/together/<str:name>/", together.step, name="together_step"),
    path("cases/views/", saved_views.views_page, name="views"),
    path("cases/views/<int:pk>/drop/", saved_views.drop, name="view_drop"),
    path("cases/phrases/", phrases.phrases_page, name="phrases"),
    path("cases/phrases/<int:pk>/drop/", phrases.drop, name="phrase_drop"),
    path("cases/<str:number>/", case.case_page, name="case"),
    path("cases/<str:number>/print/", case.case_print, name="print"),
    path("cases/<str:number>/dossier/", dossiers.dossier, name="dossier"),
    path("cases/<str:number>/changes/", case.changes, name="changes"),
    path("cases/<str:number>/steps/<str:name>/", case.step, name="step"),
    path("cases/<str:number>/proposals/<int:pk>/", case.decide, name="decide"),
    path("cases/<str:number>/people/<int:pk>/", case.person, name="person"),
    path("cases/<str:number>/files/<int:pk>/", files.attachment, name="file"),
    path("cases/<str:number>/files/<int:pk>/<slug:size>/", files.picture, name="picture"),
    path("cases/<str:number>/papers/<int:pk>/", files.paper, name="paper"),
    path("cases/<str:number>/papers/<int:pk>/view/", sheets.issued, name="paper_view"),
    path("cases/<str:number>/proposals/<int:pk>/back/", case.take_back, name="take_back"),
    path("cases/<str:number>/proposals/<int:pk>/papers/", sheets.draft, name="draft"),
    path("cases/<str:number>/steps/<str:name>/papers/", sheets.rehearse, name="rehearse"),
    path("cases/<str:number>/clocks/<int:pk>/", clocks.why, name="clock"),
    path("settings/calendar/", calendar.calendar_page, name="calendar"),
    path("settings/calendar/<int:year>/", calendar.calendar_year, name="calendar_year"),
    path("settings/county/", county.rule_list, name="county_rules"),
    path("settings/county/<slug:code>/", county.rule_page, name="county_rule"),
    path("settings/terms/", terms.terms_page, name="terms"),
    path("settings/terms/<str:code>/", terms.term_version, name="term_version"),
    path("settings/choices/", choices.choices, name="choices"),
    path("settings/choices/<slug:name>/new/", choices.new_choice, name="new_choice"),
    path("settings/choices/<slug:name>/<slug:code>/", choices.choice, name="choice"),
    path("settings/ladders/", ladders.ladders, name="ladders"),
    path("settings/ladders/<slug:code>/", lay_down, {"page": ladders.PAGE}, name="ladder"),
    path("settings/routing/", routing.routing, name="routing"),
    path("settings/routing/<int:pk>/drop/", routing.drop, name="routing_drop"),
    path("settings/routing/<str:kind>/", routing.routing, name="routing_of"),
    path("settings/papers/", templates.paper_templates_page, name="paper_templates"),
    path("settings/papers/<str:code>/", templates.paper_template, name="paper_template"),
    path("settings/papers/<str:code>/sample/", templates.paper_template_sample, name="paper_template_sample"),
    path("settings/papers/<str:code>/<int:version>/", templates.paper_template_file, name="paper_template_file"),
    path("settings/papers/<str:code>/<int:version>/use/", templates.paper_template_use, name="paper_template_use"),
]
