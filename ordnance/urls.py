"""The addresses of tickets and of what belongs to them."""

from django.urls import path

from ordnance.views import lists, maps, mine, public_queue, reckoning, records, steps, tickets

app_name = "ordnance"
urlpatterns = [
    path("", lists.ticket_list, name="list"),
    path("board/", lists.board, name="board"),
    path("map/", maps.shown, name="map"),
    path("map/clusters/", maps.clusters, name="clusters"),
    path("mine/", mine.mine, name="mine"),
    path("public/", public_queue.queue, name="public_queue"),
    path("public/<slug:receipt>/", public_queue.answer, name="public_answer"),
    path("public/<slug:receipt>/photos/<uuid:key>/", public_queue.photo, name="public_photo"),
    path("new/", tickets.create, name="create"),
    path("new/nearby/", tickets.nearby, name="nearby"),
    path("<str:ref>/", tickets.detail, name="detail"),
    path("<str:ref>/edit/", tickets.edit, name="edit"),
    path("<str:ref>/incident/", tickets.link_incident, name="link_incident"),
    path("<str:ref>/priority/", tickets.priority, name="priority"),
    path("<str:ref>/finding/", steps.finding, name="finding"),
    path("<str:ref>/steps/<str:name>/", steps.step, name="step"),
    path("<str:ref>/sightings/new/", records.sighting_create, name="sighting_create"),
    path("<str:ref>/items/new/", records.item_create, name="item_create"),
    path("<str:ref>/items/<uuid:key>/", records.item_edit, name="item_edit"),
    path("<str:ref>/items/<uuid:key>/balance/", reckoning.balance, name="balance"),
    path(
        "<str:ref>/items/<uuid:key>/disposals/new/", records.disposal_create, name="disposal_create"
    ),
    path("<str:ref>/files/new/", records.file_create, name="file_create"),
    path("<str:ref>/files/<uuid:key>/", records.file_shown, name="file_shown"),
    path("<str:ref>/files/<uuid:key>/original/", records.file_original, name="file_original"),
]
