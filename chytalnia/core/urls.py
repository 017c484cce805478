from django.urls import path

from . import views

app_name = "core"
urlpatterns = [
    path("look/", views.preferences, name="preferences"),
    path("styleguide/", views.styleguide_page, name="styleguide"),
]
