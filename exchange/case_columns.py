"""The columns that sheets of every kind of case have: its numbers, its place, its point."""

from django.utils.translation import gettext_lazy

from exchange import widgets
from exchange.columns import Column
from exchange.resources import SheetResource


class CaseColumns(SheetResource):
    """`status` is shown and never read back: only steps change it."""

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
        widget=widgets.TextCell(),
        names=("id", "code", "الرقم", "رقم قديم", "رقم", "event_id", "external id"),
        label=gettext_lazy("number in another system"),
    )
    governorate = Column(
        column_name="governorate",
        widget=widgets.TextCell(),
        names=("المحافظة", "adm1_name", "admin1", "province"),
        label=gettext_lazy("governorate"),
    )
    district = Column(
        column_name="district",
        widget=widgets.TextCell(),
        names=("المنطقة الإدارية", "adm2_name", "admin2"),
        label=gettext_lazy("district"),
    )
    subdistrict = Column(
        column_name="subdistrict",
        widget=widgets.TextCell(),
        names=("الناحية", "adm3_name", "admin3", "sub-district"),
        label=gettext_lazy("subdistrict"),
    )
    place = Column(
        column_name="place",
        widget=widgets.TextCell(),
        names=("البلدة", "town", "community", "المكان", "المنطقة", "القرية", "location", "village"),
        label=gettext_lazy("place"),
    )
    pcode = Column(
        column_name="pcode",
        widget=widgets.TextCell(),
        names=("p-code", "place code", "رمز المكان"),
        label=gettext_lazy("p-code"),
    )
    site_name = Column(
        attribute="site_name",
        column_name="site_name",
        widget=widgets.TextCell(),
        names=("الموقع", "site", "neighbourhood", "الحي"),
        label=gettext_lazy("site"),
    )
    coordinates = Column(
        column_name="coordinates",
        widget=widgets.TextCell(),
        names=("الإحداثيات", "gps", "mgrs", "lat lon", "point"),
        label=gettext_lazy("coordinates"),
    )
    latitude = Column(
        attribute="latitude",
        column_name="latitude",
        widget=widgets.DecimalCell(),
        names=("lat", "خط العرض"),
        label=gettext_lazy("latitude"),
    )
    longitude = Column(
        attribute="longitude",
        column_name="longitude",
        widget=widgets.DecimalCell(),
        names=("lon", "long", "lng", "خط الطول"),
        label=gettext_lazy("longitude"),
    )
