"""Every address of the site, by app; each app lists its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("accounts.urls")),
    path("places/", include("places.urls")),
    path("incidents/", include("incidents.urls")),
    path("tickets/", include("ordnance.urls")),
    path("exchange/", include("exchange.urls")),
    path("sitreps/", include("sitreps.urls")),
    path("admin/", admin.site.urls),
]
