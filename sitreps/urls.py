"""Addresses of reports: the day as it stands now, what was issued of it, and claims."""

from datetime import date

from django.conf import settings
from django.urls import path, register_converter

from sitreps import claims, compare, issuing, posting, printing, views
from sitreps.dashboard import views as dashboard


class DayConverter:
    """2024-11-28; what is no day is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value):
        return date.fromisoformat(value)

    def to_url(self, value):
        return value if isinstance(value, str) else value.isoformat()


class NumberConverter:
    """SR-2024-11-28, SR-2024-11-28-2."""

    regex = r"SR-[0-9A-Za-z_-]+"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class LanguageConverter:
    """A language that the site speaks."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(DayConverter, "day")
register_converter(NumberConverter, "number")
register_converter(LanguageConverter, "language")

app_name = "sitreps"
urlpatterns = [
    path("", views.index, name="list"),
    path("figures/", dashboard.figures, name="figures"),
    path("claims/new/", claims.create, name="claim_create"),
    path("claims/<uuid:key>/", claims.detail, name="claim"),
    path("<day:first>/", views.day, name="day"),
    path("<day:first>.txt", views.text, name="text"),
    path("<day:first>.json", views.data, name="json"),
    path("<day:first>.<language:language>.pdf", printing.now, name="pdf"),
    path("<day:first>/message/", posting.message, name="message"),
    path("<day:first>/compare/", compare.compare, name="compare"),
    path("<day:first>/issue/", issuing.create, name="issue"),
    path("<day:first>/<day:last>/", views.day, name="period"),
    path("<day:first>/<day:last>.txt", views.text, name="period_text"),
    path("<day:first>/<day:last>.json", views.data, name="period_json"),
    path("<day:first>/<day:last>.<language:language>.pdf", printing.now, name="period_pdf"),
    path("<day:first>/<day:last>/message/", posting.message, name="period_message"),
    path("<day:first>/<day:last>/compare/", compare.compare, name="period_compare"),
    path("<day:first>/<day:last>/issue/", issuing.create, name="period_issue"),
    path("<number:number>/", views.issued, name="issued"),
    path("<number:number>.txt", views.issued_text, name="issued_text"),
    path("<number:number>.<language:language>.pdf", printing.issued, name="issued_pdf"),
    path("<number:number>.json", views.issued_data, name="issued_json"),
]
