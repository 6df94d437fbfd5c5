"""Settings of a run without a screen (无界面运行): the store alone, on a passing database."""

from __future__ import annotations

import secrets

SECRET_KEY = secrets.token_urlsafe(32)
INSTALLED_APPS = ["quanheng.store"]
AUTH_USER_MODEL = "store.Account"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
# Tables are made straight from the models (`migrate --run-syncdb`): no history to walk through.
MIGRATION_MODULES = {"store": None}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
USE_I18N = False
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
