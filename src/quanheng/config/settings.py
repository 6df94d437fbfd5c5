"""Settings of the web product (设置): safe as they stand, changed only by QUANHENG_* variables (env.py)."""

from __future__ import annotations

from datetime import timedelta

from csp.constants import NONE, SELF

from quanheng.config import env

HOME = env.home()
SECRET_KEY = env.secret_key(HOME)
DEBUG = env.flag("QUANHENG_DEBUG")
DEMO = env.flag("QUANHENG_DEMO")
HTTPS = env.flag("QUANHENG_HTTPS")
ALLOWED_HOSTS = env.listed("QUANHENG_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.listed("QUANHENG_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "quanheng.store",
    "quanheng.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "sesame",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "quanheng.web.middleware.sent_size.refuse_large_requests",
    "quanheng.web.middleware.issuing.IssuingDoor",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "quanheng.web.middleware.language.language_of_reader",
    "django_htmx.middleware.HtmxMiddleware",
    "quanheng.web.middleware.sign_in.sign_in_whole_page",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "quanheng.web.middleware.form_address.way_back_from_forms",
    "quanheng.web.middleware.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "quanheng.config.urls"
WSGI_APPLICATION = "quanheng.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "quanheng.web.navigation.shell",
            ],
            "builtins": ["quanheng.web.templatetags.wording", "quanheng.web.templatetags.furniture"],
        },
    }
]

DATABASES = {
    "default": (
        env.database(env.text("QUANHENG_DATABASE"))
        if env.text("QUANHENG_DATABASE")
        else env.sqlite(str(HOME / "quanheng.sqlite3"))
    ),
    # Ballots lie apart from the roll of voters: no statement and no transaction touches both.
    "box": (
        env.database(env.text("QUANHENG_BOX_DATABASE"), env.BOX_PRAGMAS)
        if env.text("QUANHENG_BOX_DATABASE")
        else env.sqlite(str(HOME / "ballot-box.sqlite3"), env.BOX_PRAGMAS)
    ),
}
# Where people vote: another address than this one, served by config/ballot_wsgi.py.
BOX_ADDRESS = env.text("QUANHENG_BOX_ADDRESS", "http://localhost:8001").rstrip("/")
DATABASE_ROUTERS = ["quanheng.store.routing.BallotBoxRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "store.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "my-work"
LOGOUT_REDIRECT_URL = "sign-in"

# Five wrong passwords for one account from one address close that pair for a quarter of an hour. Both
# together, because a whole office shares an address and nobody may shut a colleague out from elsewhere.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "quanheng.web.sign_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# No list of who signed in when: beside a ballot cast a moment later it would be a voter's trail.
AXES_DISABLE_ACCESS_LOG = True

# Only the second form of token: the first writes tokens to its log.
SESAME_TOKENS = ["sesame.tokens_v2"]
SESAME_ONE_TIME = True
SESAME_MAX_AGE = timedelta(hours=24)

SESSION_ENGINE = "quanheng.store.sessions"
SESSION_COOKIE_NAME = "quanheng_session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "quanheng_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "quanheng.web.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# QUANHENG_HTTPS says that a proxy ends TLS in front of us and sets this header itself.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = None
# The build puts the hash of a file into its name, so the files are served where they lie.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"/bundle/[a-z]+\.[0-9a-f]{12}\.\w+$"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
