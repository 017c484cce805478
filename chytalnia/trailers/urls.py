"""Addresses of the room, under the language."""

from django.urls import path

from .views import contests, finishing, showing, studio

app_name = "trailers"
_STUDIO = "trailers/studio/<int:pk>/"
urlpatterns = [
    path("trailers/", showing.gallery, name="gallery"),
    path("trailers/feed.rss", showing.feed, name="feed"),
    path("trailers/<int:pk>/", showing.trailer, name="trailer"),
    path("trailers/<int:pk>/embed/", showing.embed, name="embed"),
    path("trailers/<int:pk>/poster.jpg", showing.poster, name="poster"),
    path("trailers/<int:pk>/<str:form>.<str:container>", showing.file, name="file"),
    path("trailers/<int:pk>/subtitles/<slug:language>.vtt", showing.vtt, name="vtt"),
    path("trailers/studio/", studio.studio, name="studio"),
    path("trailers/studio/new/", studio.new, name="new"),
    path("trailers/studio/still/<int:number>.jpg", studio.still, name="still"),
    path(_STUDIO, studio.open_trailer, name="open"),
    path(f"{_STUDIO}idea/", studio.idea, name="idea"),
    path(f"{_STUDIO}scenes/", studio.scenes, {"here": "scenes"}, name="scenes"),
    path(f"{_STUDIO}pictures/", studio.scenes, {"here": "pictures"}, name="pictures"),
    path(f"{_STUDIO}words/", studio.scenes, {"here": "words"}, name="words"),
    path(f"{_STUDIO}scene/<int:number>/<slug:here>/", studio.scene, name="scene"),
    path(f"{_STUDIO}picture/<int:number>/", studio.picture, name="picture"),
    path(f"{_STUDIO}sound/", finishing.sound, name="sound"),
    path(f"{_STUDIO}voice/<int:number>/", finishing.voice, name="voice"),
    path(f"{_STUDIO}voice/<int:number>/heard", finishing.heard, name="heard"),
    path(f"{_STUDIO}film/", finishing.film, name="film"),
    path(f"{_STUDIO}progress/", finishing.progress, name="progress"),
    path(f"{_STUDIO}subtitles/", finishing.subtitles, name="subtitles"),
    path(f"{_STUDIO}publish/", finishing.publish, name="publish"),
    path(f"{_STUDIO}take-back/", finishing.take_back, name="take_back"),
    path(f"{_STUDIO}discard/", studio.discard, name="discard"),
    path("trailers/contests/<int:pk>/", contests.contest, name="contest"),
    path("trailers/diplomas/<slug:code>/", contests.diploma, name="diploma"),
    path(f"{_STUDIO}diplomas.pdf", contests.own_diplomas, name="own_diplomas"),
    path(f"{_STUDIO}spoken/<int:number>.wav", finishing.spoken, name="spoken"),
    path("trailers/contests/<int:pk>/submit/", contests.submit, name="contest_submit"),
    path("trailers/contests/<int:pk>/vote/", contests.vote, name="contest_vote"),
    path("trailers/contests/<int:pk>/jury/", contests.jury, name="contest_jury"),
]
