"""Where areas lie."""

from django.db import models

from governance.organisation.models import Area


class Boundary(models.Model):
    """Where an area lies: a GeoJSON polygon or several, CGCS2000, longitude before latitude, in degrees.

    Of an area that was joined to another it stays readable, as it was; the other's holds it.
    """

    area = models.OneToOneField(Area, models.CASCADE, primary_key=True, related_name="boundary", verbose_name="区划")
    geometry = models.JSONField("边界")
    loaded_at = models.DateTimeField("导入时间")

    class Meta:
        verbose_name = verbose_name_plural = "边界"
        default_permissions = ()

    def __str__(self):
        return self.area_id

    @classmethod
    def in_use(cls) -> models.QuerySet["Boundary"]:
        """Those of the areas that no other has taken over."""
        return cls.objects.filter(area__successor=None)
