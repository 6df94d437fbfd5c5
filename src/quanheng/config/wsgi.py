"""The door for a web server (WSGI 入口)."""

from __future__ import annotations

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quanheng.config.settings")

application = get_wsgi_application()
# The screens are loaded before the workers part: whoever comes first to one of them does not wait for it.
import_module(settings.ROOT_URLCONF)
