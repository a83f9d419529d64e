"""Addresses of incidents. A reference is permanent; a merged one leads to the survivor."""

from django.urls import path

from incidents import deciding, entering, views

app_name = "incidents"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", entering.create, name="create"),
    path("review/", views.queue, name="review"),
    path("similar/", views.similar, name="similar"),
    path("<str:ref>/", views.detail, name="detail"),
    path("<str:ref>/edit/", entering.edit, name="edit"),
    path("<str:ref>/evidence/", entering.evidence, name="evidence"),
    path("<str:ref>/history/", views.history, name="history"),
    path("<str:ref>/steps/<str:name>/", deciding.step, name="step"),
    path("<str:ref>/files/<uuid:pk>/", views.download, name="file"),
    path("<str:ref>/files/<uuid:pk>/original/", views.original, name="original"),
    path("<str:ref>/comments/<uuid:pk>/", entering.answer_comment, name="comment"),
    path("<str:ref>/same/<str:other_ref>/", entering.answer_duplicate, name="duplicate"),
    path("<str:ref>/<str:kind>/new/", entering.add_record, name="add"),
    path("<str:ref>/<str:kind>/<uuid:pk>/", entering.edit_record, name="mend"),
]
