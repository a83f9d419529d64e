"""Addresses of sheets, in and out."""

from django.urls import path

from exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.home, name="home"),
    path("", views.home, name="list"),
    path("<uuid:pk>/", views.sheet, name="sheet"),
    path("<uuid:pk>/check/", views.check, name="check"),
    path("<uuid:pk>/apply/", views.apply, name="apply"),
    path("<uuid:pk>/refused.xlsx", views.refused_rows, name="refused"),
    path("<uuid:pk>/original/", views.original, name="original"),
    path("export/<slug:kind>/", views.export, name="export"),
    path("export/<slug:kind>.<slug:form>", views.export, name="export"),
]
