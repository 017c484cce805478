from django.urls import path

from . import crawlers, feeds
from .api import unknown

app_name = "protocols"
urlpatterns = [
    path("api/<path:rest>", unknown),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap-<slug:name>.xml", crawlers.sitemap_part, name="sitemap_part"),
    path("opensearch.xml", crawlers.opensearch, name="opensearch"),
    path("feeds/new.rss", feeds.new, name="new_feed"),
    path("feeds/libraries/<slug:code>.rss", feeds.of_branch, name="branch_feed"),
    path("feeds/search.rss", feeds.of_search, name="search_feed"),
]
