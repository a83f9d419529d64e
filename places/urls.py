"""The addresses of the fragments that the place and point boxes ask for, and of maps' outlines."""

from django.urls import path

from places import views

app_name = "places"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("point/", views.point, name="point"),
    path("outlines/", views.outlines, name="outlines"),
    path("towns/", views.towns, name="towns"),
]
