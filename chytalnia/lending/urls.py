from django.urls import path

from . import own, own_ill, own_lists

app_name = "lending"
urlpatterns = [
    path("my/loans/<int:pk>/renew/", own.renew, name="renew"),
    path("my/loans/renew/", own.renew_all, name="renew_all"),
    path("my/holds/", own.holds, name="holds"),
    path("my/holds/<int:pk>/<slug:act>/", own.about_hold, name="about_hold"),
    path("my/holds/new/<int:work>/", own.place, name="place"),
    path("my/history/", own.history, name="history"),
    path("my/ill/", own_ill.orders, name="ill"),
    path("my/ill/<int:pk>/cancel/", own_ill.cancel, name="ill_cancel"),
    path("my/lists/", own_lists.lists, name="lists"),
    path("my/lists/put/<int:work>/", own_lists.put, name="put_on_list"),
    path("my/lists/<int:pk>/", own_lists.one, name="list"),
    path("my/lists/<int:pk>/<slug:act>/", own_lists.about, name="about_list"),
    path("lists/<str:token>/", own_lists.shared, name="shared_list"),
    path("my/asked/", own.asked, name="asked"),
]
