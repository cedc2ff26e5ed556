"""Settings, read from top to bottom; every value that differs by installation comes from the environment."""

import os
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal.settings.secrets import demo_keys

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

# --- Profile and places ---------------------------------------------------------------------------------------------
PROFILE = env("PROFILE", default="demo")
if PROFILE not in {"demo", "production"}:
    raise ImproperlyConfigured("PROFILE must be demo or production")
PRODUCTION = PROFILE == "production"
DEBUG = False
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(DATA_DIR / "media")))
FONT_DIR = Path(env("FONT_DIR", default=str(BASE_DIR / "var" / "fonts")))
FORM_FONT_DIR = env("FORM_FONT_DIR", default="")
PORT = env.int("PORT", default=8000)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)  # how many of our own stand in front, each adding to X-Forwarded-For
if TRUSTED_PROXIES < 0:
    raise ImproperlyConfigured("TRUSTED_PROXIES must be 0 or more")
PUBLIC_URL = env("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")  # where printed documents are checked
FORM_QR = env.bool("FORM_QR", default=True)
SEAL_SERVICE = env("SEAL_SERVICE", default="portal.documents.sealing.double.Pretender" if PROFILE == "demo" else "")
DOCUMENT_PROCESSES = env.int("DOCUMENT_PROCESSES", default=min(4, os.cpu_count() or 1))
EVIDENCE_SCANNER = env("EVIDENCE_SCANNER", default=f"credits.evidence.scanning.{'clamd' if PRODUCTION else 'marks'}")
EVIDENCE_CLAMD = env("EVIDENCE_CLAMD", default="unix:/run/clamav/clamd.ctl")
EVIDENCE_KEEP_ORIGINALS = env.bool("EVIDENCE_KEEP_ORIGINALS", default=False)
BODY_PATIENCE_SECONDS = env.float("BODY_PATIENCE_SECONDS", default=30)  # and a second more for every 16 KB that came
EVIDENCE_QUOTA_MB = env.int("EVIDENCE_QUOTA_MB", default=3072)  # of one declaration
EVIDENCE_LINK_SECONDS = env.int("EVIDENCE_LINK_SECONDS", default=600)
EVIDENCE_FILM_LINK_SECONDS = env.int("EVIDENCE_FILM_LINK_SECONDS", default=7200)

# --- Keys -----------------------------------------------------------------------------------------------------------
if PRODUCTION:
    SECRET_KEY = env("SECRET_KEY")
    FIELD_KEYS = env.list("FIELD_KEYS")
else:
    _keys = demo_keys(DATA_DIR)
    SECRET_KEY = env("SECRET_KEY", default=_keys["secret_key"])
    FIELD_KEYS = env.list("FIELD_KEYS", default=[_keys["field_key"]])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"])
DEMO_PASSWORD = env("DEMO_PASSWORD", default="")

# --- Apps, in the order in which they may know each other -----------------------------------------------------------
INSTALLED_APPS = [
    "portal.kit",
    "portal.audit",
    "portal.units",
    "portal.accounts",
    "portal.jobs",
    "portal.sheets",
    "portal.documents",
    "schools",
    "programs",
    "credits",
    "awards",
    "portal.shell",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "credits.evidence.bodies.sized_bodies",
    "credits.evidence.bodies.timely_bodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.kit.lost.addresses_without_nul",
    "portal.accounts.middleware.own_password_first",
    "portal.accounts.middleware.acting_post",
    "portal.accounts.middleware.private_pages",
    "portal.accounts.middleware.repeatable_posts",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portal.kit.templatetags.portal"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.shell.context.shell",
            ],
        },
    }
]

# --- Database: SQLite by default, PostgreSQL where DATABASE_URL says so ---------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
    # Pages come from memory or flash: the server's 4 for a page out of turn has it read a small table whole for every key checked.
    _database["OPTIONS"] = {"options": "-c lock_timeout=3s -c statement_timeout=600s -c timezone=UTC -c random_page_cost=1.1"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Background work ------------------------------------------------------------------------------------------------
REDIS_URL = env("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "spool://localhost/"
if not REDIS_URL:
    _spool = DATA_DIR / "spool"
    for _folder in ("in", "control"):
        (_spool / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_spool / "in"),
        "data_folder_out": str(_spool / "in"),
        "control_folder": str(_spool / "control"),
        "polling_interval": 0.2,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3600,
        "socket_connect_timeout": 2,
        "socket_timeout": 3,
        "max_retries": 0,  # a request must not wait for a queue that is down
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # KiB; looked at between jobs
CELERY_WORKER_LOST_WAIT = 1.0  # seconds a killed process keeps its place in the pool; the job rows know better anyway
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=120)
JOB_SWEEP_SECONDS = env.int("JOB_SWEEP_SECONDS", default=5)
JOB_RESEND_SECONDS = env.int("JOB_RESEND_SECONDS", default=5)
JOB_TIME_LIMIT = env.int("JOB_TIME_LIMIT", default=1800)
JOB_MEMORY_MB = env.int("JOB_MEMORY_MB", default=4096)
CELERY_BEAT_SCHEDULE = {
    "audit.seal": {"task": "audit.seal", "schedule": 600, "options": {"expires": 600}},
    "documents.sweep": {"task": "documents.sweep", "schedule": 300, "options": {"expires": 300}},
    "documents.tidy": {"task": "documents.tidy", "schedule": crontab(hour=4, minute=10)},
    "schools.forget_slips": {"task": "schools.forget_slips", "schedule": 300, "options": {"expires": 300}},
    "jobs.forget_lists": {"task": "jobs.forget_lists", "schedule": crontab(hour=4, minute=40)},
    "credits.sweep_evidence": {"task": "credits.sweep_evidence", "schedule": 300, "options": {"expires": 300}},
    "credits.remind_findings": {"task": "credits.remind_findings", "schedule": crontab(hour=7, minute=50)},
    "programs.send_bulletins": {"task": "programs.send_bulletins", "schedule": crontab(hour=7, minute=20)},
    "programs.alert": {"task": "programs.alert", "schedule": crontab(hour=7, minute=40)},
    "accounts.forget_repeats": {"task": "accounts.forget_repeats", "schedule": crontab(hour=3, minute=30)},
}

# --- Cache and sessions: sessions survive a flushed cache -----------------------------------------------------------
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db" if REDIS_URL else "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- Sign-in --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.signin.AnyNameBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "shell:home"
ACCOUNT_ADAPTER = "portal.accounts.signin.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,100/15m/ip", "login": "300/m/ip"}
FIRST_PASSWORD_HOURS = env.int("FIRST_PASSWORD_HOURS", default=72)
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "portal.accounts.first_passwords.FirstPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.accounts.passwords.NotLikeTheUser"},
    {"NAME": "portal.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 8}},
    {"NAME": "portal.accounts.passwords.NotCommon"},
]
EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.locmem.EmailBackend")

# --- Language, time, files ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "portal.shell.statics.GzippedStaticFilesStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "jpg", "ico", "woff", "woff2", "gz", "br", "map"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Headers --------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "portal.kit.pages.csrf_failure"

# --- REST -----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.accounts.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["portal.accounts.tokens.TokenScope"],
    "DEFAULT_RENDERER_CLASSES": ["portal.kit.wire.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.kit.wire.StrictJSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_SCHEMA_CLASS": "portal.kit.schema.PortalSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle", "rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "1200/min", "anon": "60/min"},
    "EXCEPTION_HANDLER": "portal.kit.rest.refusals",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "提升工程 2.0 管理平台",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": True,
    "ENUM_NAME_OVERRIDES": {
        "UnitLevel": "portal.units.enums.Level",
        "UnitState": "portal.units.enums.UnitState",
        "JobState": "portal.jobs.enums.JobState",
        "UploadState": "portal.sheets.enums.UploadState",
        "DocumentState": "portal.documents.enums.DocumentState",
        "NoticeState": "programs.enums.notices.NoticeState",
        "NoticeRowState": "programs.enums.notices.RowState",
        "NoticeDraftState": "programs.enums.notices.DraftState",
        "FilingState": "programs.enums.filings.FilingState",
        "ProgressState": "programs.enums.calendar.Progress",
        "AdviceWord": "programs.enums.consulting.Advice",
        "OpinionSource": "programs.enums.institutions.OpinionSource",
        "ActivityKind": "programs.enums.activities.ActivityKind",
        "DesignationKind": "programs.enums.calendar.DesignationKind",
        "FundKind": "programs.enums.funds.SourceKind",
        "GroupKind": "programs.enums.groups.GroupKind",
        "GroupRole": "programs.enums.groups.MemberRole",
        "ShowcaseKind": "programs.enums.evidence.ShowcaseKind",
        "SystemKind": "programs.enums.systems.SystemKind",
        "RecordState": "programs.enums.evidence.RecordState",
        "ResultLevel": "programs.enums.evidence.ResultLevel",
        "AbilityState": "credits.enums.ledger.AbilityState",
        "RecordSource": "credits.enums.ledger.Source",
        "DeclarationState": "credits.enums.declarations.DeclarationState",
        "PanelState": "credits.enums.reviews.PanelState",
        "CycleState": "awards.enums.CycleState",
        "CycleDraftState": "awards.enums.CycleDraftState",
        "NominationState": "awards.enums.NominationState",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
