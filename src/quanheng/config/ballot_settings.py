"""Settings of the box's own server (投票服务设置): it reaches the box alone, and knows nobody.

No accounts, no sessions, no cookies; the database of the roll is not configured here at all.
"""

from __future__ import annotations

from quanheng.config import env
from quanheng.config.settings import *  # noqa: F403
from quanheng.config.settings import ALLOWED_HOSTS as _HOSTS
from quanheng.config.settings import DATABASES as _DATABASES

INSTALLED_APPS = ["quanheng.store", "quanheng.web", "django.contrib.staticfiles", "csp"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "quanheng.web.middleware.voting.voting_page",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "quanheng.config.ballot_urls"
WSGI_APPLICATION = "quanheng.config.ballot_wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "quanheng.web.navigation.shell",
            ],
            "builtins": ["quanheng.web.templatetags.wording", "quanheng.web.templatetags.furniture"],
        },
    }
]
DATABASES = {"default": {}, "box": _DATABASES["box"]}
AUTHENTICATION_BACKENDS = []
ALLOWED_HOSTS = env.listed("QUANHENG_BOX_HOSTS") or _HOSTS
# A request that fails must not leave what it carried in any log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django": {"level": "CRITICAL", "handlers": [], "propagate": False}},
}
