"""Addresses of incidents. A reference is permanent; a merged one leads to the survivor."""

from django.urls import path

from incidents import deciding, entering, maps, views

app_name = "incidents"
urlpatterns = [
    path("", views.index, name="list"),
    path("map/", maps.shown, name="map"),
    path("map/clusters/", maps.clusters, name="clusters"),
    path("new/", entering.create, name="create"),
    path("review/", views.queue, name="review"),
    path("similar/", entering.similar, name="similar"),
    path("<slug:ref>/", views.detail, name="detail"),
    path("<slug:ref>/edit/", entering.edit, name="edit"),
    path("<slug:ref>/evidence/", entering.evidence, name="evidence"),
    path("<slug:ref>/history/", views.history, name="history"),
    path("<slug:ref>/steps/<slug:name>/", deciding.step, name="step"),
    path("<slug:ref>/files/<uuid:pk>/", views.download, name="file"),
    path("<slug:ref>/files/<uuid:pk>/original/", views.original, name="original"),
    path("<slug:ref>/comments/<uuid:pk>/", entering.answer_comment, name="comment"),
    path("<slug:ref>/same/<slug:other_ref>/", entering.answer_duplicate, name="duplicate"),
    path("<slug:ref>/<slug:kind>/new/", entering.add_record, name="add"),
    path("<slug:ref>/<slug:kind>/<uuid:pk>/", entering.edit_record, name="mend"),
]
