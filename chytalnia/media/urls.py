from django.urls import path, re_path

from . import pieces, views

app_name = "media"
urlpatterns = [
    path("media/<path:name>", views.stored, name="stored"),
    path("uploads/", pieces.all_pieces, name="uploads"),
    path("uploads/<uuid:key>/", pieces.pieces, name="upload"),
    re_path(r"^files/(?P<sha256>[0-9a-f]{64})/(?P<name>[^/]+)$", views.file, name="file"),
]
