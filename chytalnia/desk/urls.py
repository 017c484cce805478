from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.diary, name="diary"),
    path("find/", views.find, name="find"),
    path("help/keys/", views.keys, name="keys"),
]
