"""The columns that sheets of every kind of case have: its numbers, its place, its point."""

from django.utils.translation import gettext_lazy

from exchange import widgets
from exchange.columns import Column
from exchange.resources import SheetResource

PLACES = ("pcode", "place", "subdistrict", "district", "governorate")
NUMBERS = (gettext_lazy("Which record"), ("ref", "version", "external_id", "title", "status"))
WHERE = (
    gettext_lazy("Where"),
    (
        *("governorate", "district", "subdistrict", "place", "pcode", "site_name"),
        *("coordinates", "latitude", "longitude", "geo_precision", "point_of"),
    ),
)


class CaseColumns(SheetResource):
    """`status` is shown and never read back: only steps change it."""

    needed = (PLACES,)

    ref = Column(
        attribute="ref",
        column_name="ref",
        widget=widgets.TextCell(),
        names=("reference", "المرجع"),
        label=gettext_lazy("reference"),
    )
    version = Column(
        attribute="version",
        column_name="version",
        widget=widgets.WholeCell(),
        names=("النسخة", "الإصدار"),
        label=gettext_lazy("version"),
    )
    status = Column(
        attribute="status",
        column_name="status",
        widget=widgets.TextCell(),
        names=("الحالة",),
        readonly=True,
        label=gettext_lazy("status"),
    )
    external_id = Column(
        attribute="external_id",
        column_name="external_id",
        hxl=("#event+id", "#event+code", "#event+id+code"),
        widget=widgets.TextCell(),
        names=(
            "id",
            "code",
            "الرقم",
            "رقم قديم",
            "رقم",
            "event_id",
            "external id",
            "event_id_cnty",
            "_uuid",
            "meta/instanceID",
            *("incident id", "incident no", "case id", "case no", "event no", "record id"),
            *("رقم الحادثة", "رقم الحدث", "رقم الحالة", "رقم البلاغ", "رقم السجل"),
            *("ticket id", "ticket no", "task id", "task no", "report no"),
        ),
        label=gettext_lazy("number in another system"),
    )
    governorate = Column(
        column_name="governorate",
        hxl=("#adm1", "#adm1+code"),
        looks="governorate",
        widget=widgets.TextCell(),
        names=(
            "المحافظة",
            "adm1_name",
            "admin1",
            "admin 1",
            "province",
            "adm1_en",
            "admin1name_en",
        ),
        label=gettext_lazy("governorate"),
    )
    district = Column(
        column_name="district",
        hxl=("#adm2", "#adm2+code"),
        looks="district",
        widget=widgets.TextCell(),
        names=("المنطقة الإدارية", "adm2_name", "admin2", "admin 2", "adm2_en", "admin2name_en"),
        label=gettext_lazy("district"),
    )
    subdistrict = Column(
        column_name="subdistrict",
        hxl=("#adm3", "#adm3+code"),
        looks="subdistrict",
        widget=widgets.TextCell(),
        names=(
            *("الناحية", "adm3_name", "admin3", "admin 3", "sub-district", "adm3_en"),
            "admin3name_en",
        ),
        label=gettext_lazy("subdistrict"),
    )
    place = Column(
        column_name="place",
        hxl=("#loc", "#adm4"),
        looks="place",
        widget=widgets.TextCell(),
        names=(
            *("البلدة", "town", "community", "المكان", "المنطقة", "القرية", "location", "village"),
            *("city", "المدينة", "admin4name_en", "adm4_en"),
        ),
        label=gettext_lazy("place"),
    )
    pcode = Column(
        column_name="pcode",
        hxl=("#loc+code", "#adm4+code"),
        looks="pcode",
        widget=widgets.TextCell(),
        names=("p-code", "place code", "رمز المكان", "admin4pcode", "adm4_pcode"),
        label=gettext_lazy("p-code"),
    )
    site_name = Column(
        attribute="site_name",
        column_name="site_name",
        widget=widgets.TextCell(),
        names=("الموقع", "site", "neighbourhood", "neighborhood", "الحي"),
        label=gettext_lazy("site"),
    )
    coordinates = Column(
        column_name="coordinates",
        hxl=("#geo+coord", "#geo"),
        looks="point",
        widget=widgets.TextCell(),
        names=("الإحداثيات", "gps", "mgrs", "lat lon", "point", "gps coordinates"),
        label=gettext_lazy("coordinates"),
    )
    latitude = Column(
        attribute="latitude",
        column_name="latitude",
        hxl=("#geo+lat",),
        looks="latitude",
        widget=widgets.AngleCell("NS"),
        names=("lat", "خط العرض"),
        label=gettext_lazy("latitude"),
    )
    longitude = Column(
        attribute="longitude",
        column_name="longitude",
        hxl=("#geo+lon",),
        looks="longitude",
        widget=widgets.AngleCell("EW"),
        names=("lon", "long", "lng", "خط الطول"),
        label=gettext_lazy("longitude"),
    )
    point_of = Column(
        column_name="point_of",
        widget=widgets.TextCell(),
        label=gettext_lazy("point of"),
        tells_of_sheet=True,
    )
