"""What a password must be, in our own words; the checks are Django's."""

from django.contrib.auth import password_validation as checks
from django.utils.translation import gettext as _


class NotLikeTheUser(checks.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return _("密码与您的%(verbose_name)s太相似。")

    def get_help_text(self):
        return _("密码不能与您的姓名、登录名等太相似。")


class LongEnough(checks.MinimumLengthValidator):
    def get_error_message(self):
        return _("密码至少要有 %(min_length)d 个字符。") % {"min_length": self.min_length}

    def get_help_text(self):
        return self.get_error_message()


class NotCommon(checks.CommonPasswordValidator):
    def get_error_message(self):
        return _("这个密码太常见，容易被猜中。")

    def get_help_text(self):
        return _("密码不能是常见的密码。")
