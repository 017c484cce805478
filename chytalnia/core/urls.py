from django.urls import path

from . import certificates, views

app_name = "core"
urlpatterns = [
    path("look/", views.preferences, name="preferences"),
    path("certificates/", certificates.check, name="certificate"),
    path("styleguide/", views.styleguide_page, name="styleguide"),
]
