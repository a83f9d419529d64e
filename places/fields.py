"""The fields of models that hold degrees: of areas, and of cases."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


def degrees_field(label, most):
    """Degrees from -most to most, to a ten-centimetre; null where nobody knows them."""
    return models.DecimalField(
        label,
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-most), MaxValueValidator(most)],
    )
