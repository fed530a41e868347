"""Where areas lie."""

from django.db import models

from governance.organisation.models import Area


class Boundary(models.Model):
    """Where an area lies: a GeoJSON polygon or several, CGCS2000, longitude before latitude, in degrees.

    What lies in an area that was given up (``ended_on``) lies in another; the shape stays readable.
    """

    area = models.OneToOneField(Area, models.CASCADE, primary_key=True, related_name="boundary", verbose_name="区划")
    geometry = models.JSONField("边界")
    loaded_at = models.DateTimeField("导入时间")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "边界"
        default_permissions = ()

    def __str__(self):
        return self.area_id
