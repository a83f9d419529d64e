"""The addresses of the public door, in Arabic first."""

from django.urls import path

from ordnance.views import public

app_name = "door"
urlpatterns = [
    path("", public.report, {"language": "ar"}, name="report_ar"),
    path("en/", public.report, {"language": "en"}, name="report_en"),
    path("received/<slug:receipt>/", public.received, {"language": "ar"}, name="received_ar"),
    path("en/received/<slug:receipt>/", public.received, {"language": "en"}, name="received_en"),
]
