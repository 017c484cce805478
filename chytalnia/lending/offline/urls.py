from django.urls import path

from . import views

app_name = "offline"
urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("api/open/", views.open_desk, name="open"),
    path("api/known/", views.known, name="known"),
    path("api/told/", views.told, name="told"),
    path("<str:language>/manifest.webmanifest", views.manifest, name="manifest"),
    path("<str:language>/", views.shell, name="page"),
]
