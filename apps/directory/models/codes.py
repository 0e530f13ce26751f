"""Reference codes: districts, industries, size thresholds, skills. All come from seeds."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.kernel.language import localized


class District(models.Model):
    """A district the centre serves, with its square on the tile map."""

    code = models.CharField(max_length=10, unique=True)
    name_ko = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    zone = models.CharField(max_length=20, help_text="생활권")
    tile_x = models.PositiveSmallIntegerField()
    tile_y = models.PositiveSmallIntegerField()
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tile_x", "tile_y"], name="one_district_a_tile")]

    def __str__(self) -> str:
        return self.name_ko


def place_of(district: District | None, address: str) -> str:
    """An address with its district written once: before it only where the address does not name it itself."""
    if district is None or any(name and name in address for name in (district.name_ko, district.name_en)):
        return address
    return " ".join(part for part in (localized(district, "name"), address) if part)


class Industry(models.Model):
    """A code of the Korean Standard Industrial Classification with its section letter in front (`C25`)."""

    class Level(models.TextChoices):
        SECTION = "section", _("대분류")
        DIVISION = "division", _("중분류")
        GROUP = "group", _("소분류")
        CLASS = "class", _("세분류")
        SUBCLASS = "subclass", _("세세분류")

    code = models.CharField(max_length=10, unique=True)
    level = models.CharField(max_length=10, choices=Level.choices)
    name_ko = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    def __str__(self) -> str:
        return f"{self.code} {self.name_ko}"


class SizeThreshold(models.Model):
    """Revenue caps of an industry from a day on (중소기업기본법 시행령 별표 1과 3)."""

    code = models.CharField(max_length=10, help_text="대분류 문자와 숫자, 예: C25")
    name_ko = models.CharField(max_length=120)
    excludes = models.JSONField(default=list, help_text="이 줄에서 빠지는 코드")
    sme_cap_krw = models.BigIntegerField()
    small_cap_krw = models.BigIntegerField()
    named_product = models.BooleanField(default=False, help_text="코드 안에서 이름이 적힌 제품에만 해당")
    valid_from = models.DateField()
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_threshold_a_code_and_day"),
            models.CheckConstraint(
                condition=Q(small_cap_krw__gt=0, sme_cap_krw__gte=models.F("small_cap_krw")),
                name="small_cap_is_below_sme_cap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_ko}"


class Skill(models.Model):
    """Something a partner can do and a project needs."""

    code = models.CharField(max_length=40, unique=True)
    name_ko = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name_ko
