from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "governance.maps"
    verbose_name = "地图"
