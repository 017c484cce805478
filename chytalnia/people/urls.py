from django.urls import path

from .readers.views import joining, own

app_name = "people"
urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/texts/", joining.consents, name="consents"),
    path("my/open/", joining.open_account, name="open"),
    path("my/", own.me, name="me"),
    path("my/card/", own.card, name="card"),
    path("my/wishes/", own.wishes, name="wishes"),
    path("my/agree/", own.agree, name="agree"),
    path("my/data/", own.data, name="data"),
    path("my/data.json", own.exported, name="export"),
    path("my/leave/", own.leave, name="leave"),
]
