"""The door of the box's own server (投票 WSGI 入口)."""

from __future__ import annotations

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "quanheng.config.ballot_settings"

application = get_wsgi_application()
# Whoever votes first does not wait until the pages are loaded.
import_module(settings.ROOT_URLCONF)
