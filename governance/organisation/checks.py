"""What a production must have set, said by ``manage.py check --deploy``."""

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def second_factor_is_on(**_):
    """Whoever is told of accusations brings a second factor."""
    if settings.SECOND_FACTOR:
        return []
    return [checks.Warning("SECOND_FACTOR 没有打开：经手检举控告的人只凭密码登录。", id="organisation.W001")]
