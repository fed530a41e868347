"""The security record."""

from django.db import models

from governance.frame.database.triggers import append_only

from .people import User


class AccessRecord(models.Model):
    """Who did what to the system or looked at whose data, when and why; rows are never changed."""

    class Verb(models.TextChoices):
        LOGIN = "login", "登录"
        LOGIN_FAILED = "login_failed", "登录失败"
        LOCKED = "locked", "账号锁定"
        LOGOUT = "logout", "退出"
        PASSWORD = "password", "修改密码"
        PERMISSION = "permission", "岗位权限变更"
        ACCOUNT = "account", "账号变更"
        SETTING = "setting", "设置变更"
        OPEN = "open", "查阅"
        UNMASK = "unmask", "查看身份信息"
        PRINT = "print", "打印"
        EXPORT = "export", "导出"
        DOWNLOAD = "download", "下载"
        IMPORT = "import", "导入"
        RESEND = "resend", "重新发送"
        DENIED = "denied", "越权拒绝"
        FORGET = "forget", "到期清除"

    at = models.DateTimeField("时间")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    # People change posts; the record keeps the words of that day.
    actor_name = models.CharField("姓名", max_length=60)
    actor_post = models.CharField("岗位", max_length=120, blank=True)
    verb = models.CharField("行为", max_length=20, choices=Verb.choices)
    subject = models.CharField("对象", max_length=200, blank=True)
    reason = models.CharField("事由", max_length=300, blank=True)
    succeeded = models.BooleanField("成功", default=True)
    ip = models.GenericIPAddressField("地址", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "安全审计记录"
        default_permissions = ()
        permissions = [("view_audit", "查看安全审计记录")]
        ordering = ["-at", "-id"]
        triggers = append_only("the security record")
        indexes = [
            # the audit administrator's list, newest first
            models.Index(fields=["-at", "-id"], name="access_record_newest"),
            models.Index(fields=["subject", "-at"], name="access_record_subject"),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.get_verb_display()} {self.subject}"
