"""Addresses of the room, under the language."""
from django.urls import path
app_name = "programmes"
urlpatterns = []
