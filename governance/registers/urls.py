from django.urls import path

from governance.cases.fields.definitions import lay_down, lay_down_new

from .entries import views as entries
from .figures import views as figures
from .kinds import views as kinds
from .norms import views as norms
from .sheets import views as sheets
from .totals import views as totals

app_name = "registers"

urlpatterns = [
    path("", kinds.registers, name="registers"),
    path("new/", lay_down_new, {"page": kinds.NEW}, name="new_register"),
    path("<slug:code>/define/", lay_down, {"page": kinds.DEFINE}, name="define"),
    path("<slug:code>/define/fields/", lay_down, {"page": kinds.DEFINE_FIELDS}, name="define_fields"),
    path("<slug:code>/define/norms/", lay_down, {"page": kinds.DEFINE_NORMS}, name="define_norms"),
    path("figures/", figures.figures, name="figures"),
    path("figures/export/", figures.export, name="figures_export"),
    path("figures/import/", figures.load, name="figures_import"),
    path("figures/import/<int:pk>/", figures.faults, name="figures_faults"),
    path("figures/<str:code>/", figures.area_figures, name="area_figures"),
    path("<slug:code>/", entries.entries, name="entries"),
    path("<slug:code>/new/", entries.new_entry, name="new_entry"),
    path("<slug:code>/shortage/", norms.shortage, name="shortage"),
    path("<slug:code>/totals/", totals.totals, name="totals"),
    path("<slug:code>/export/", sheets.export, name="export"),
    path("<slug:code>/import/", sheets.load, name="import"),
    path("<slug:code>/import/<int:pk>/", sheets.faults, name="import_faults"),
    path("<slug:code>/<int:pk>/", entries.entry, name="entry"),
    path("<slug:code>/<int:pk>/change/", entries.change, name="change"),
    path("<slug:code>/<int:pk>/notice/", entries.notice, name="notice"),
    path("<slug:code>/<int:pk>/check/", entries.check, name="check"),
    path("<slug:code>/<int:pk>/end/", entries.end, name="end"),
    path("<slug:code>/<int:pk>/phone/", entries.phone, name="phone"),
    path("<slug:code>/<int:pk>/files/", entries.add_files, name="add_files"),
    path("<slug:code>/<int:pk>/files/<int:file_pk>/", entries.entry_file, name="file"),
]
