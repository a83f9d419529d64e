"""Sheets of reference data: areas (a COD gazetteer as it comes) and models of ordnance."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from casework.constraints import fault_of
from casework.sentences import say as _
from exchange import widgets
from exchange.columns import Column
from exchange.resources import SheetResource, refuse_group
from exchange.rows import Verdict
from munitions.catalogue import CatalogueRow, split_cell
from munitions.catalogue import take_in as take_in_munitions
from munitions.models import Load, Munition
from places.gazetteer import AreaRow, split_names
from places.gazetteer import take_in as take_in_areas
from places.models import Area

SIXTH = Decimal("0.000001")


class ReferenceResource(SheetResource):
    """A list whose rows are known by a code and may refer to each other in one file."""

    chunk = None
    key = ""

    def look_up(self, rows):
        codes = {row.values.get(self.key) for row in rows} - {None, ""}
        self.stored = self.fetch(codes)
        self.in_file = {}

    def fetch(self, codes):
        """{code: stored record} with what the columns read."""
        raise NotImplementedError

    def judge_group(self, rows):
        [row] = rows
        code = row.values.get(self.key)
        if not code:
            row.refuse(self.key, ValidationError(_("This field cannot be blank."), "blank"))
        elif not self.first_of(row, code):
            return
        else:
            self.judge_row(row, code)
        if row.is_refused:
            refuse_group(rows)

    def first_of(self, row, code):
        """Whether the file has the code for the first time; the same again is skipped."""
        first = self.in_file.setdefault(code, row)
        if first is row:
            return True
        facts = {"n": first.number, "code": code}
        if first.values == row.values:
            row.skip(_("The same as row %(n)d (%(code)s).") % facts, "duplicate")
        else:
            row.refuse(self.key, _("Row %(n)d has %(code)s too, and says something else.") % facts)
            refuse_group([row])
        return False

    def settle(self, row, code, record, changes):
        """Verdict of a readable row: the model's own rules, then new, changed or unchanged."""
        if error := fault_of(record):
            row.refuse_all(error, self.column_of)
        if row.is_refused:
            return
        row.ref = code
        row.verdict = Verdict.NEW
        if code in self.stored:
            row.changes = changes
            row.verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED


def differences(old, new):
    """{name: [old, new]} of two dicts of texts, where the new one says anything."""
    return {
        name: [old.get(name, ""), value]
        for name, value in new.items()
        if value != "" and value != old.get(name, "")
    }


# ---------------------------------------------------------------- areas


def rounded(value):
    return None if value is None else Decimal(value).quantize(SIXTH)


class AreaResource(ReferenceResource):
    """P-coded areas; reads the column names of the OCHA files without renaming."""

    kind = "areas"
    title = gettext_lazy("Areas")
    add_permission = "places.add_area"
    key = "pcode"
    needed = (("pcode",),)
    order = ("pcode", "level", "name_en", "name_ar", "parent", "latitude", "longitude", "valid_on")

    pcode = Column(
        attribute="pcode",
        column_name="pcode",
        widget=widgets.TextCell(),
        names=("community_pcode", "p-code", "رمز"),
        hxl=("#loc+code", "#adm4+code"),
        looks="pcode",
    )
    name_en = Column(
        attribute="name_en", column_name="name_en", widget=widgets.TextCell(), hxl=("#loc",)
    )
    name_ar = Column(attribute="name_ar", column_name="name_ar", widget=widgets.TextCell())
    parent = Column(
        column_name="parent",
        widget=widgets.TextCell(),
        names=("parent_pcode", "adm3_pcode"),
    )
    adm2_pcode = Column(column_name="adm2_pcode", widget=widgets.TextCell())
    adm1_pcode = Column(column_name="adm1_pcode", widget=widgets.TextCell())
    latitude = Column(
        attribute="latitude",
        column_name="latitude",
        widget=widgets.DecimalCell(),
        names=("lat", "center_lat"),
        hxl=("#geo+lat",),
    )
    longitude = Column(
        attribute="longitude",
        column_name="longitude",
        widget=widgets.DecimalCell(),
        names=("lon", "center_lon"),
        hxl=("#geo+lon",),
    )
    other_names = Column(
        column_name="other_names",
        widget=widgets.TextCell(),
        names=("alt_name_sa_ar", "aliases"),
    )
    archive_only = Column(column_name="archive_only", widget=widgets.YesNoCell())

    class Meta:
        model = Area
        exclude = ("id", "path")

    def fetch(self, codes):
        self.parents = {}
        areas = Area.objects.select_related("parent").prefetch_related("names")
        return {area.pcode: area for area in areas.filter(pcode__in=codes)}

    def groups(self, rows):
        """Those above first, so that a parent is known before what lies in it."""
        return [[row] for row in sorted(rows, key=lambda row: row.values.get("level") or 9)]

    def judge_group(self, rows):
        if rows[0].values.get("archive_only"):
            rows[0].skip(_("Kept in the archive only."), "archived")
        else:
            super().judge_group(rows)

    def judge_row(self, row, code):
        area = self.stored_or_new(code)
        before = self.texts(area) if code in self.stored else {}
        fresh = self.filled(row, area)
        others = split_names(row.values.get("other_names", ""))
        known = {name.text for name in area.names.all()} if area.pk else set()
        changes = differences(before, self.texts(fresh))
        if missing := [name for name in others if name not in known]:
            changes["other_names"] = ["", "; ".join(missing)]
        self.settle(row, code, fresh, changes)
        self.parents[code] = fresh
        if row.verdict in (Verdict.NEW, Verdict.CHANGED):
            row.plan = (fresh, others)

    def stored_or_new(self, code):
        return self.stored.get(code) or Area(pcode=code)

    def filled(self, row, area):
        """A copy of the area with what the row says; blanks say nothing."""
        fresh = Area(**{f.attname: getattr(area, f.attname) for f in Area._meta.concrete_fields})
        for name in ("name_en", "name_ar", "level", "valid_on"):
            if row.values.get(name) not in (None, ""):
                setattr(fresh, name, row.values[name])
        for name in ("latitude", "longitude"):
            if row.values.get(name) is not None:
                setattr(fresh, name, rounded(row.values[name]))
        if fresh.level is None and not row.has("level"):
            fresh.level = Area.Level.COMMUNITY  # the list of communities has no such column
        parent = self.parent_of(row, self.parent_code(row))
        if parent is not None:
            fresh.parent = parent
        return fresh

    def parent_code(self, row):
        """The p-code above; some communities are coded to their district or governorate only."""
        codes = [row.values.get("parent")]
        if not row.has("level"):
            codes += [row.values.get("adm2_pcode"), row.values.get("adm1_pcode")]
        return next(filter(None, codes), "")

    def parent_of(self, row, code):
        """The area above: stored, in this file, or a country that nobody has named yet."""
        if not code:
            return None
        if code not in self.parents:
            self.parents[code] = Area.objects.filter(pcode=code).first()
        parent = self.parents[code]
        if parent is None and row.values.get("level") == Area.Level.GOVERNORATE:
            parent = self.parents[code] = Area(pcode=code, level=0, name_en=code)
            row.note("parent", _("The country %(code)s is made too.") % {"code": code}, "made")
        if parent is None:
            row.refuse("parent", _("No area has the p-code %(code)s.") % {"code": code})
        return parent

    def texts(self, area):
        return {
            "name_en": area.name_en,
            "name_ar": area.name_ar,
            "level": "" if area.level is None else str(int(area.level)),
            "parent": area.parent.pcode if area.parent else "",
            "latitude": str(rounded(area.latitude) or ""),
            "longitude": str(rounded(area.longitude) or ""),
            "valid_on": str(area.valid_on or ""),
        }

    def write(self, rows, batch):
        planned = [row.plan for row in rows if row.plan]
        made = [a for a in self.parents.values() if a and a.pk is None and a.level == 0]
        countries = [(area, ()) for area in made if area not in [p for p, _o in planned]]
        take_in_areas([self.area_row(area, others) for area, others in [*countries, *planned]])

    def area_row(self, area, others):
        ours = [name.text for name in area.names.all() if name.in_reports] if area.pk else []
        return AreaRow(
            pcode=area.pcode,
            level=area.level,
            name_en=area.name_en,
            name_ar=area.name_ar,
            parent=area.parent.pcode if area.parent else "",
            latitude=area.latitude,
            longitude=area.longitude,
            valid_on=area.valid_on,
            report_name=ours[0] if ours else "",
            other_names=others,
        )

    def queryset(self):
        return Area.objects.select_related("parent").prefetch_related("names").order_by("path")

    def dehydrate_parent(self, area):
        return area.parent.pcode if area.parent else ""

    def dehydrate_other_names(self, area):
        return " | ".join(n.text for n in area.names.all() if n.origin != "cod")

    def readable_columns(self):
        ours = (*self.order, "other_names")
        return [each for each in self.columns if each.column_name in ours]


# ---------------------------------------------------------------- munitions


class MunitionResource(ReferenceResource):
    """The catalogue; what an EOD officer approved is changed on its own page only."""

    kind = "munitions"
    title = gettext_lazy("Munitions")
    needed = (("designation",),)
    add_permission = "munitions.add_munition"
    key = "designation"
    order = (
        "designation",
        "aliases",
        "name_ar",
        "category",
        "subcategory",
        "diameter_mm",
        "total_weight_kg",
        "explosive_fill_kg",
        "origin",
        "carries",
        "carries_count",
        "notes",
        "source",
        "confidence",
        "approved",
    )

    designation = Column(
        attribute="designation", column_name="designation", widget=widgets.TextCell()
    )
    aliases = Column(column_name="aliases", widget=widgets.TextCell())
    carries = Column(column_name="carries", widget=widgets.TextCell())
    carries_count = Column(column_name="carries_count", widget=widgets.TextCell())
    approved = Column(
        attribute="approved",
        column_name="approved",
        widget=widgets.YesNoCell(),
        readonly=True,
    )

    class Meta:
        model = Munition
        exclude = ("id", "folded")

    def surveyed(self):
        return super().surveyed() | {"designation"}

    def survey(self, rows):
        rows = list(rows)
        super().survey(rows)
        named = {row.text("designation") for row in rows}
        self.known = named | set(Munition.objects.values_list("designation", flat=True))

    def fetch(self, codes):
        models = Munition.objects.prefetch_related("loads__submunition")
        return {each.designation: each for each in models.filter(designation__in=codes)}

    def judge_row(self, row, code):
        stored = self.stored.get(code)
        fresh = self.filled(row, stored or Munition(designation=code))
        loads = self.loads_of(row, stored)
        changes = differences(self.texts(stored), self.texts(fresh)) if stored else {}
        if stored and loads_text(loads) != loads_text(stored_loads(stored)):
            changes["carries"] = [loads_text(stored_loads(stored)), loads_text(loads)]
        if changes and stored.approved:
            row.refuse("approved", _("An EOD officer approved it: change it on its own page."))
        self.settle(row, code, fresh, changes)
        if row.verdict in (Verdict.NEW, Verdict.CHANGED):
            row.plan = CatalogueRow(fresh, loads)

    def filled(self, row, munition):
        names = [f.attname for f in Munition._meta.concrete_fields]
        fresh = Munition(**{name: getattr(munition, name) for name in names})
        for name, value in row.values.items():
            if name in names and value not in (None, ""):
                setattr(fresh, name, split_cell(value) if name == "aliases" else value)
        return fresh

    def loads_of(self, row, stored):
        """[(submunition, count or None)]; every one must be in the catalogue or in this file."""
        names = split_cell(row.values.get("carries") or "")
        if not names:
            return stored_loads(stored)
        counts = [text.strip() for text in (row.values.get("carries_count") or "").split("|")]
        counts += [""] * (len(names) - len(counts))
        loads = []
        for name, count in zip(names, counts, strict=False):
            if name not in self.known:
                row.refuse("carries", _("“%(name)s” is not in the catalogue.") % {"name": name})
            if count and not count.isdecimal():
                row.refuse("carries_count", _("“%(count)s” is not a number.") % {"count": count})
            loads.append((name, int(count) if count.isdecimal() else None))
        return loads

    def texts(self, munition):
        names = [n for n in self.fields if hasattr(munition, n) and n not in ("loads", "approved")]
        return {name: text_of(getattr(munition, name)) for name in names}

    def write(self, rows, batch):
        take_in_munitions([row.plan for row in rows if row.plan])

    def queryset(self):
        return Munition.objects.prefetch_related("loads__submunition")

    def dehydrate_aliases(self, munition):
        return " | ".join(munition.aliases)

    def dehydrate_carries(self, munition):
        return " | ".join(name for name, _count in stored_loads(munition))

    def dehydrate_carries_count(self, munition):
        counts = ["" if n is None else str(n) for _name, n in stored_loads(munition)]
        return " | ".join(counts) if any(counts) else ""


def stored_loads(munition):
    if munition is None or munition.pk is None:
        return []
    loads: list[Load] = list(munition.loads.all())
    return [(load.submunition.designation, load.count) for load in loads]


def loads_text(loads):
    return "; ".join(sorted(f"{name} × {'?' if n is None else n}" for name, n in loads))


def text_of(value):
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(value)
    return str(value.normalize() + 0) if isinstance(value, Decimal) else str(value)
