from django.urls import path

from governance.cases.fields.definitions import addresses

from .appraisals import views as appraisals
from .periods import sheets
from .periods import views as periods
from .rounds import concluding_views as concluding
from .rounds import views as rounds
from .schemes import views as schemes
from .standards import views as standards

app_name = "assessment"

urlpatterns = [
    path("", standards.standards, name="standards"),
    *addresses(standards.PAGE, ("new/", "new_standard"), ("<slug:code>/define/", "define")),
    path("appraisals/<int:pk>/", appraisals.appraisal, name="appraisal"),
    path("appraisals/<int:pk>/marks/", appraisals.mark, name="mark"),
    path("appraisals/<int:pk>/conclude/", appraisals.conclude, name="conclude"),
    path("appraisals/<int:pk>/back/", appraisals.give_back, name="give_back"),
    path("appraisals/<int:pk>/end/", appraisals.end, name="end"),
    path("appraisals/<int:pk>/items/<int:mark_pk>/", appraisals.evidence, name="evidence"),
    path("appraisals/<int:pk>/files/<int:file_pk>/", appraisals.evidence_file, name="evidence_file"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes.new_scheme, name="new_scheme"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/head/", schemes.head, name="scheme_head"),
    path("schemes/<int:pk>/items/new/", schemes.item, name="new_item"),
    path("schemes/<int:pk>/items/<slug:name>/", schemes.item, name="item"),
    path("schemes/<int:pk>/items/<slug:name>/drop/", schemes.drop_item, name="drop_item"),
    path("schemes/<int:pk>/try/", schemes.try_scheme, name="try_scheme"),
    path("schemes/<int:pk>/force/", schemes.put_in_force, name="put_in_force"),
    path("schemes/<int:pk>/drop/", schemes.drop_draft, name="drop_draft"),
    path("schemes/<int:pk>/revise/", schemes.revise, name="revise"),
    path("periods/", periods.periods, name="periods"),
    path("periods/new/", periods.new_period, name="new_period"),
    path("periods/<int:pk>/", periods.period, name="period"),
    path("periods/<int:pk>/items/<slug:name>/", periods.marks, name="marks"),
    path("periods/<int:pk>/freeze/", periods.freeze, name="freeze"),
    path("periods/<int:pk>/cancel/", periods.cancel, name="cancel_period"),
    path("periods/<int:pk>/publish/", periods.publish, name="publish_period"),
    path("periods/<int:pk>/export/", periods.export, name="export_period"),
    path("periods/<int:pk>/files/<int:file_pk>/", periods.ground_file, name="ground_file"),
    path("periods/<int:pk>/units/<int:unit_pk>/", sheets.sheet, name="sheet"),
    path("periods/<int:pk>/units/<int:unit_pk>/export/", sheets.export, name="export_sheet"),
    path("periods/<int:pk>/lines/<int:line_pk>/", sheets.line, name="line"),
    path("periods/<int:pk>/lines/<int:line_pk>/answer/", sheets.answer, name="answer"),
    path("rounds/<int:pk>/", rounds.round_page, name="round"),
    path("rounds/<int:pk>/conclude/", concluding.conclude, name="conclude_round"),
    path("rounds/<int:pk>/sheet/", concluding.sheet, name="round_sheet"),
    path("rounds/<int:pk>/sheet/file/", concluding.sheet_file, name="round_sheet_file"),
    path("rounds/<int:pk>/concluded/", concluding.conclude_shown, name="conclude_shown"),
    path("<slug:code>/", standards.standard, name="standard"),
    path("<slug:code>/open/", appraisals.open_one, name="open"),
    path("<slug:code>/gaps/", standards.gap_report, name="gaps"),
    path("<slug:code>/export/", standards.export, name="export"),
    path("<slug:code>/rounds/", rounds.rounds, name="rounds"),
]
