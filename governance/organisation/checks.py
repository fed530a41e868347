"""What a production must have set, said by ``manage.py check --deploy``."""

from django.conf import settings
from django.core import checks
from django.db import DatabaseError

from governance.frame.database import roles


@checks.register(checks.Tags.security, deploy=True)
def second_factor_is_on(**_):
    """Whoever is told of accusations brings a second factor."""
    if settings.SECOND_FACTOR:
        return []
    return [checks.Warning("SECOND_FACTOR 没有打开：经手检举控告的人只凭密码登录。", id="organisation.W001")]


@checks.register(checks.Tags.security, deploy=True)
def owner_does_not_run(**_):
    """Whoever runs as the centre could not switch off what keeps the history; without a database nothing is said."""
    try:
        owned = roles.owned()
    except DatabaseError:
        return []
    if not owned:
        return []
    hint = "另建一个用户运行程序，由所有者运行 manage.py grant_application 授权，见部署手册第二节。"
    said = f"运行程序的数据库用户是 {len(owned)} 张只增不改的表的所有者（或者超级用户），能够停用触发器。"
    return [checks.Warning(said, hint=hint, id="organisation.W002")]
