from django.apps import AppConfig

from .database import led_to
from .forms import sentences
from .line import declared, install


class FrameConfig(AppConfig):
    name = "governance.frame"
    verbose_name = "底座"

    def ready(self) -> None:
        sentences.say()
        led_to.install()
        install(declared())
