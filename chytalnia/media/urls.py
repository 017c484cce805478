from django.urls import path, re_path

from . import views

app_name = "media"
urlpatterns = [
    path("media/<path:name>", views.stored, name="stored"),
    re_path(r"^files/(?P<sha256>[0-9a-f]{64})/(?P<name>[^/]+)$", views.file, name="file"),
]
