"""Addresses of sheets, in and out."""

from django.urls import path

from exchange.views import (
    checking,
    columns,
    mending,
    receiving,
    sending,
    undoing,
    values,
    workbook,
    working,
)

app_name = "exchange"
urlpatterns = [
    path("", receiving.home, name="home"),
    path("", receiving.home, name="list"),
    path("<uuid:pk>/", checking.sheet, name="sheet"),
    path("<uuid:pk>/progress/", working.progress, name="progress"),
    path("<uuid:pk>/cancel/", working.cancel, name="cancel"),
    path("<uuid:pk>/columns/", columns.columns, name="columns"),
    path("<uuid:pk>/columns/reread/", columns.reread, name="reread"),
    path("<uuid:pk>/columns/read-as/", columns.read_as, name="read_as"),
    path("columns/", columns.mappings, name="mappings"),
    path("columns/<int:key>/", columns.mapping, name="mapping"),
    path("<uuid:pk>/again/", working.again, name="again"),
    path("<uuid:pk>/check/", checking.check, name="check"),
    path("<uuid:pk>/apply/", checking.apply, name="apply"),
    path("<uuid:pk>/undo/", undoing.undo, name="undo"),
    path("<uuid:pk>/undo/keep/", undoing.keep_all, name="keep_all"),
    path("<uuid:pk>/undo/<int:key>/", undoing.decide, name="decide"),
    path("<uuid:pk>/rows/<int:number>/", mending.row, name="row"),
    path("<uuid:pk>/rows/<int:number>/answer/", mending.answer, name="answer"),
    path("<uuid:pk>/rows/<int:number>/compare/", mending.compare, name="compare"),
    path("<uuid:pk>/fix/", mending.fix, name="fix"),
    path("<uuid:pk>/leave-out/", mending.leave_out, name="leave_out"),
    path("<uuid:pk>/take-in/", mending.take_in, name="take_in"),
    path("<uuid:pk>/mendings/<int:key>/take-back/", mending.take_back, name="take_back"),
    path("<uuid:pk>/reasons.xlsx", workbook.download, name="reasons"),
    path("<uuid:pk>/bring-back/", workbook.bring_back, name="bring_back"),
    path("<uuid:pk>/original/", checking.original, name="original"),
    path("<uuid:pk>/values/", values.values, name="values"),
    path("words/", values.words, name="words"),
    path("words/<int:pk>/forget/", values.forget, name="forget"),
    path("export/<slug:kind>/", sending.export, name="export"),
    path("export/<slug:kind>.<slug:form>", sending.export, name="export"),
]
