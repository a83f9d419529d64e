"""Every address of the site, by app; each app lists its own."""

from django.contrib import admin
from django.urls import include, path

from config import home, pages

urlpatterns = [
    path("", home.home, name="home"),
    path("changes/", home.changed, name="changes"),
    path("changes/seen/", home.mark_seen, name="mark_seen"),
    path("accounts/", include("accounts.urls")),
    path("places/", include("places.urls")),
    path("incidents/", include("incidents.urls")),
    path("tickets/", include("ordnance.urls")),
    path("report/", include("ordnance.public_urls")),
    path("published/", include("incidents.public_urls")),
    path("exchange/", include("exchange.urls")),
    path("sitreps/", include("sitreps.urls")),
    path("design/", pages.design, name="design"),
    path("admin/", admin.site.urls),
]
