from django.urls import path

from .views import authority, covers, exports, lists, record, work

app_name = "catalogue"
urlpatterns = [
    path("works/<int:pk>/", work.work, name="work"),
    path("works/<int:pk>/<str:slug>/", work.work, name="work"),
    path("records/<int:pk>/", record.record, name="record"),
    path("records/<int:pk>/card.pdf", record.card, name="card"),
    path("records/<int:pk>/correct/", record.correct, name="correct"),
    path("headings/<int:pk>/", authority.authority, name="authority"),
    path("authors/<int:pk>/", authority.author, name="author"),
    path("subjects/<int:pk>/", authority.subject, name="subject"),
    path("cover/<int:pk>.svg", covers.cover, name="cover"),
    path("cover/<int:pk>.png", covers.social, name="social"),
    path("export/<slug:format>", exports.export, name="export"),
    path("new/", lists.new, name="new"),
    path("list/", lists.own, name="list"),
    path("list/change/", lists.change, name="list_change"),
    path("lists/print", lists.printed, name="print"),
    path("my-library/", lists.choose_branch, name="branch"),
]
