from django.urls import path

from . import views

urlpatterns = [
    path("news/", views.news, name="news"),
    path("news/feed.xml", views.NewsFeed(), name="news_feed"),
]
