"""Every address of the site, by app; each app lists its own."""

from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from accounts.views import administration_login, administration_password, logout
from config import bulk, device, home, pages, saved_views, search

admin.site.site_header = _("People and lists")
admin.site.site_title = "Aftermath"

urlpatterns = [
    path("", home.home, name="home"),
    path("changes/", home.changed, name="changes"),
    path("changes/seen/", home.mark_seen, name="mark_seen"),
    path("sw.js", device.worker, name="worker"),
    path("<str:language>.webmanifest", device.manifest, name="manifest"),
    path("offline/", device.offline, name="offline"),
    path("waiting/", device.waiting, name="waiting"),
    path("device/", include("casework.urls")),
    path("views/save/<str:of>/", saved_views.save, name="view_save"),
    path("views/<int:key>/", saved_views.change, name="view_change"),
    path("views/<int:key>/open/", saved_views.show, name="view_open"),
    path("views/<int:key>/follow/", saved_views.follow, name="view_follow"),
    path("bulk/<str:of>/", bulk.bulk, name="bulk"),
    path("search/", search.search, name="search"),
    path("accounts/", include("accounts.urls")),
    path("places/", include("places.urls")),
    path("incidents/", include("incidents.urls")),
    path("tickets/", include("ordnance.urls")),
    path("report/", include("ordnance.public_urls")),
    path("published/", include("incidents.public_urls")),
    path("exchange/", include("exchange.urls")),
    path("sitreps/", include("sitreps.urls")),
    path("design/", pages.design, name="design"),
    path("admin/login/", administration_login, name="administration_login"),
    path("admin/password_change/", administration_password, name="administration_password"),
    path("admin/logout/", logout, name="administration_logout"),
    path("admin/", admin.site.urls),
]
