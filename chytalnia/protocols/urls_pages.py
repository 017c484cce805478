"""Pages for people about programs: they carry the language."""

from django.urls import path

from .reference import reference
from .tokens import own

app_name = "protocols_pages"
urlpatterns = [
    path("programs/", reference, name="reference"),
    path("my/programs/", own.tokens, name="tokens"),
    path("my/programs/new/", own.new, name="new_token"),
    path("my/programs/<int:pk>/end/", own.end, name="end_token"),
]
