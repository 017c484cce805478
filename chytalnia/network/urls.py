from django.urls import path

from . import views

app_name = "network"
urlpatterns = [
    path("libraries/", views.libraries, name="libraries"),
    path("libraries/markers.json", views.markers, name="markers"),
    path("libraries.geojson", views.geojson, name="geojson"),
    path("libraries/<slug:code>/", views.unit, name="unit"),
]
