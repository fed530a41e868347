from django.urls import path

from governance.cases.fields.definitions import lay_down, lay_down_new
from governance.cases.intake.views import addresses
from governance.cases.lists.views import case_list
from governance.cases.sending import views as sending
from governance.maps.views import boundaries

from .events import views
from .events.lists import EVENTS
from .grids import views as grids
from .items import views as items
from .phone import views as phone
from .phone.receiving import REPORTS

app_name = "grid"

urlpatterns = [
    path("events/", case_list, {"listing": EVENTS}, name="events"),
    *addresses("events/register/", views.REGISTER),
    *sending.addresses(REPORTS, phone.page, phone.state),
    path("phone/app.webmanifest", phone.manifest, name="phone_manifest"),
    path("items/", items.items, name="items"),
    path("items/new/", lay_down_new, {"page": items.NEW_PAGE}, name="new_item"),
    path("items/<int:pk>/", lay_down, {"page": items.PAGE}, name="change_item"),
    path("grids/", grids.grids, name="grids"),
    path("grids/staff/", grids.staff, name="grid_staff"),
    path("grids/new/", grids.new, name="new_grid"),
    path("grids/boundaries/", boundaries, {"permission": grids.MANAGE, "home": "grid:grids"}, name="boundaries"),
    path("grids/<str:code>/", grids.grid, name="grid"),
    path("grids/<str:code>/card/", grids.card, name="card"),
    path("grids/<str:code>/change/", grids.change, name="change_grid"),
    path("grids/<str:code>/appoint/", grids.appoint, name="appoint"),
    path("grids/<str:code>/posts/<int:pk>/end/", grids.end_post, name="end_post"),
    path("grids/<str:code>/nets/", grids.take_over_net, name="take_over_net"),
    path("grids/<str:code>/merge/", grids.merge, name="merge_grid"),
]
