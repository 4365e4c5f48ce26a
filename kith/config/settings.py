"""Django's settings, from one checked `Environment`. SQLite's settings are measured ones; see docs/decisions."""

from __future__ import annotations

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.conf import locale

from kith.config import environment

ENVIRONMENT = environment.read()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
KITH_MASTER_KEY = ENVIRONMENT.master_key
KITH_HOME = ENVIRONMENT.home
KITH_IS_DEMONSTRATION = ENVIRONMENT.is_demonstration
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
ROOT_URLCONF = "kith.config.urls"
WSGI_APPLICATION = "kith.config.wsgi.application"
AUTH_USER_MODEL = "care.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "kith.care",
    "kith.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kith.web.sessions.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kith.web.middleware.RequestViewer",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "kith.web.context.page",
            ],
        },
    }
]

DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url, conn_max_age=600, conn_health_checks=True)}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # WAL and FULL: no acknowledged row was lost in simulated power cuts (NORMAL lost some).
    # IMMEDIATE: Django's default failed a third of check-ins at 50 clients at once; IMMEDIATE none.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
        ),
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c statement_timeout=30000"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["kith.care.models.passwords.TwoCoreArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_LOCKOUT_PARAMETERS = [["username"], ["ip_address", "username"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.is_https
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.is_https else 0
SECURE_SSL_REDIRECT = ENVIRONMENT.is_https
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# A picture stays in memory until it is sealed: nothing private lies unsealed in a folder for passing files. What is
# larger than this is let go unread.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 8_500_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CSRF_FAILURE_VIEW = "kith.web.errors.csrf"

USE_TZ = True
TIME_ZONE = "Europe/London"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
if ENVIRONMENT.has_pseudo_languages:
    # Two made-up languages that show untranslated text and wrong-way layout; only for trying the pages out.
    locale.LANG_INFO |= {
        "en-xa": {"bidi": False, "code": "en-xa", "name": "Pseudo", "name_local": "Pséudö"},
        "en-xb": {"bidi": True, "code": "en-xb", "name": "Pseudo right-to-left", "name_local": "Pséudö ⇄"},
    }
    LANGUAGES += [("en-xa", "Pséudö"), ("en-xb", "Pséudö ⇄")]
    LANGUAGES_BIDI = ["en-xb", "ar", "fa", "he", "ur"]
FORMAT_MODULE_PATH = ["kith.web.formats"]
LOCALE_PATHS = [PACKAGE / "locale"]
KITH_PSEUDO_CATALOGUES = KITH_HOME / "pseudo-languages" if ENVIRONMENT.has_pseudo_languages else None
if KITH_PSEUDO_CATALOGUES:
    LOCALE_PATHS.append(KITH_PSEUDO_CATALOGUES)

STATIC_URL = "/static/"
STATIC_ROOT = KITH_HOME / "static"
WHITENOISE_USE_FINDERS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = KITH_HOME / "outbox"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = (
    ["security.W004", "security.W008", "security.W012", "security.W016"] if not ENVIRONMENT.is_https else []
)
