import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from governance.frame.deep import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")

application = with_room(get_wsgi_application())
call_command("refuse_demo_accounts")
