from django.apps import AppConfig
from django.db.models.signals import post_migrate

from .database import led_to, triggers
from .forms import sentences
from .line import declared, install


class FrameConfig(AppConfig):
    name = "governance.frame"
    verbose_name = "底座"

    def ready(self) -> None:
        sentences.say()
        led_to.install()
        post_migrate.connect(triggers.pass_none_over, sender=self)
        install(declared())
