from django.urls import include, path

from . import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="start"),
    path("search", views.search_page, name="search"),
    path("search/print", views.printed, name="print"),
    path("suggest", views.suggest, name="suggest"),
    path("", include("chytalnia.portal.editorial.urls")),
]
