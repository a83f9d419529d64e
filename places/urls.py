"""The addresses of the fragments that the place and point boxes ask for."""

from django.urls import path

from places import views

app_name = "places"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("point/", views.point, name="point"),
]
