"""The product's settings with Django's admin beside it, for the comparison in roster_page.py."""

from quanheng.config.settings import *  # noqa: F403
from quanheng.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "plain_admin"
