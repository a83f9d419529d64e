"""The addresses of published incidents, open to anybody."""

from django.urls import path

from incidents import public_views

app_name = "published"
urlpatterns = [
    path("", public_views.index, {"language": "ar"}, name="list_ar"),
    path("en/", public_views.index, {"language": "en"}, name="list_en"),
    path("incidents.json", public_views.feed, name="feed"),
    path("<str:ref>/", public_views.detail, {"language": "ar"}, name="detail_ar"),
    path("en/<str:ref>/", public_views.detail, {"language": "en"}, name="detail_en"),
]
