from django.urls import path

from . import own

app_name = "lending"
urlpatterns = [
    path("my/loans/<int:pk>/renew/", own.renew, name="renew"),
    path("my/loans/renew/", own.renew_all, name="renew_all"),
    path("my/holds/", own.holds, name="holds"),
    path("my/holds/<int:pk>/<slug:act>/", own.about_hold, name="about_hold"),
    path("my/holds/new/<int:work>/", own.place, name="place"),
    path("my/history/", own.history, name="history"),
    path("my/asked/", own.asked, name="asked"),
]
