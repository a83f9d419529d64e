"""Where a device keeps drafts, and asks what it must know before it sends."""

from django.urls import path

from casework import drafts, gazetteer_kept, uploads

app_name = "device"
urlpatterns = [
    path("", drafts.state, name="state"),
    path("drafts/<uuid:key>/", drafts.draft, name="draft"),
    path("places.json", gazetteer_kept.kept, name="places"),
    path("uploads/<uuid:key>/", uploads.upload, name="upload"),
    path("drafts/<uuid:key>/forget/", drafts.forget, name="forget"),
]
