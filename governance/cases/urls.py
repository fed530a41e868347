from django.urls import path

from .views import case, clocks, files, lists, search

app_name = "cases"

urlpatterns = [
    path("search/", search.search_page, name="search"),
    path("categories/<str:kind>/search", search.categories, name="category_search"),
    path("cases/", lists.case_list, name="list"),
    path("cases/<str:number>/", case.case_page, name="case"),
    path("cases/<str:number>/print/", case.case_print, name="print"),
    path("cases/<str:number>/changes/", case.changes, name="changes"),
    path("cases/<str:number>/steps/<str:name>/", case.step, name="step"),
    path("cases/<str:number>/proposals/<int:pk>/", case.decide, name="decide"),
    path("cases/<str:number>/people/<int:pk>/", case.person, name="person"),
    path("cases/<str:number>/files/<int:pk>/", files.attachment, name="file"),
    path("cases/<str:number>/papers/<int:pk>/", files.paper, name="paper"),
    path("cases/<str:number>/clocks/<int:pk>/", clocks.why, name="clock"),
]
