"""Every setting of the centre, read from the environment. Reading this file creates nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from governance import local_services
from governance.environment import database_at, env, env_bool, env_int, keys_of, pairs, refuse_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent


# Where we are. "development" is one machine and a demo county; "production" refuses every demo value.

DJANGO_ENV = env("DJANGO_ENV", "development")
if DJANGO_ENV not in ("development", "production"):
    raise ImproperlyConfigured(f"DJANGO_ENV 只能是 development 或 production，现在是 {DJANGO_ENV}。")
PRODUCTION = DJANGO_ENV == "production"
DEBUG = env_bool("DEBUG", False)

DEMO_SECRET_KEY = "demo-only-not-for-any-real-county-" + 32 * "s"
DEMO_FIELD_KEY = "demo-only-not-for-any-real-county-" + 32 * "f"

SECRET_KEY = env("SECRET_KEY", None if PRODUCTION else DEMO_SECRET_KEY)
ALLOWED_HOSTS = [
    host.strip() for host in env("ALLOWED_HOSTS", None if PRODUCTION else "localhost,127.0.0.1,[::1]").split(",")
]
CSRF_TRUSTED_ORIGINS = [origin for origin in env("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]
VAR_DIR = Path(env("VAR_DIR", str(BASE_DIR / "var")))

# Personal data is sealed and hashed with the first of FIELD_KEYS ("id:key" pairs, comma separated) and read with the
# one it names. A key goes out of use by "manage.py reseal".
FIELD_KEYS = keys_of(env("FIELD_KEYS", None if PRODUCTION else f"demo:{DEMO_FIELD_KEY}"))

# The book of seals proves that nothing in the history was changed. Its key and its pages stay out of the database.
DEMO_HISTORY_KEY = "demo-only-not-for-any-real-county-" + 32 * "h"
HISTORY_KEY = env("HISTORY_KEY", None if PRODUCTION else DEMO_HISTORY_KEY)
SEAL_ROOT = Path(env("SEAL_ROOT", str(VAR_DIR / "seals")))

# aesgcm, or the national cipher: sm4gcm. What the other has sealed stays readable.
FIELD_CIPHER = env("FIELD_CIPHER", "aesgcm")
if FIELD_CIPHER not in ("aesgcm", "sm4gcm"):
    raise ImproperlyConfigured(f"FIELD_CIPHER 只能是 aesgcm 或 sm4gcm，现在是 {FIELD_CIPHER}。")

# Applications and middleware

# The lines of work. Nothing else has to be told that there is one: what it brings stands in its own wiring.
LINES = ["petitions", "mediation", "grid", "security"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "guardian",
    "axes",
    "django_htmx",
    "csp",
    "pgtrigger",
    "governance.frame",
    "governance.organisation",
    "governance.notices",
    "governance.jobs",
    "governance.maps",
    "governance.cases",
    "governance.counter",
    "governance.registers",
    "governance.duties",
    "governance.supervision",
    "governance.figures",
    "governance.assessment",
    "governance.publications",
    "governance.citizens",
    "governance.exchange",
    "governance.dashboard",
    *LINES,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "governance.frame.forms.typed.KeepableText",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "governance.organisation.middleware.PersonMiddleware",
    "governance.organisation.middleware.LoginMiddleware",
    "governance.citizens.language.PublicLanguage",
    "governance.citizens.middleware.LargestBody",
    "governance.frame.forms.once.OnceMiddleware",
    "governance.frame.forms.kept_files.KeptFilesMiddleware",
    "governance.cases.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "governance.urls"
WSGI_APPLICATION = "governance.wsgi.application"
FORM_RENDERER = "governance.frame.forms.rendering.SiteRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["governance.frame.pages.templates.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "governance.organisation.navigation.frame",
            ],
        },
    }
]

# Database

DATABASE_URL = env("DATABASE_URL", None if PRODUCTION else "embedded")
DATABASES = {
    "default": {
        "ENGINE": "governance.frame.database.postgres",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        **database_at(DATABASE_URL, VAR_DIR),
    }
}
# A page gives up on a lock before the proxy gives up on the page. No disk of today is four times slower at random than
# in order: told that it is, PostgreSQL reads ten years of cases to find those of a month. Left to think through every
# order of up to eight tables, it thinks longer about a case with its units and people than ten such cases take to read.
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": "5",
    "options": "-c lock_timeout=15s -c idle_in_transaction_session_timeout=300s -c random_page_cost=1.1 "
    "-c join_collapse_limit=5",
    **DATABASES["default"]["OPTIONS"],
}
# Both live in the memory of one web process and may be lost at any time: "default" counts the requests of the API,
# "remembered" holds what pages show for some seconds without asking the database again.
LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": LOCAL_MEMORY},
    "remembered": {"BACKEND": LOCAL_MEMORY, "LOCATION": "remembered", "OPTIONS": {"MAX_ENTRIES": 1000}},
}

# People

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "governance.organisation.accounts.backends.PostBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["governance.organisation.accounts.hashers.OfficeArgon2Hasher"]
# GB/T 22239-2019 8.1.4.1 a) wants complexity and periodic change; a county may set the age to 0.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "governance.organisation.accounts.passwords.LengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "governance.organisation.accounts.passwords.ClassesValidator"},
    {"NAME": "governance.organisation.accounts.passwords.PersonValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "governance.organisation.accounts.passwords.DemoValidator"},
    {"NAME": "governance.organisation.accounts.passwords.HistoryValidator"},
]
PASSWORD_MAX_AGE_DAYS = env_int("PASSWORD_MAX_AGE_DAYS", 90)
# A first password that nobody used lies about on paper.
FIRST_PASSWORD_DAYS = 7
# Whoever is told of accusations, and whoever runs the system, brings a code of their device besides the password.
SECOND_FACTOR = env_bool("SECOND_FACTOR", PRODUCTION)
LOGIN_URL = "organisation:login"
LOGIN_REDIRECT_URL = "dashboard:first"
LOGOUT_REDIRECT_URL = "organisation:login"

# Sessions live in PostgreSQL, so that an emptied broker logs nobody out. The first limit is absolute.
SESSION_ENGINE = "governance.organisation.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
# The __Host- prefix binds a cookie to this host and to HTTPS; a browser refuses it over plain HTTP.
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
ACTED_COOKIE_NAME = "__Host-acted" if PRODUCTION else "acted"
BROWSER_COOKIE_NAME = "__Host-browser" if PRODUCTION else "browser"
SESSION_COOKIE_SECURE = env_bool("SESSION_COOKIE_SECURE", PRODUCTION)
CSRF_COOKIE_SECURE = env_bool("CSRF_COOKIE_SECURE", PRODUCTION)
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE

# A whole town hall shares one address and anybody may type a colleague's name: the pair is locked after so many
# failures; the brake slows a name down from everywhere and keeps nothing of what was typed.
AXES_HANDLER = "governance.organisation.accounts.brake.Brake"
AXES_USERNAME_CALLABLE = "governance.organisation.accounts.brake.name_tried"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Whoever goes on trying must not keep the owner out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "governance.organisation.accounts.brake.home_tried"
AXES_LOCKOUT_CALLABLE = "governance.organisation.views.login.locked_out"
# Our own security record has the logins.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_ALLOWED_CORS_ORIGINS = None
AXES_VERBOSE = False

ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

# What the browser is told

# Where the map gets its pictures from, with the key in it; without one it shows the boundaries alone.
MAP_TILES = env("MAP_TILES", "")
MAP_HOST = "{0.scheme}://{0.netloc}".format(urlsplit(MAP_TILES)) if MAP_TILES else ""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *([MAP_HOST] if MAP_HOST else [])],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Whoever reports from the village sends a picture and the place; nothing else of a phone is asked for.
PERMISSIONS_POLICY = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), display-capture=()"
SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
# How many proxies of ours stand before us; 0 means that X-Forwarded headers come from strangers.
PROXY_COUNT = env_int("PROXY_COUNT", 0)
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The preload list of the browsers means nothing on a county's closed network.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

CSRF_FAILURE_VIEW = "governance.organisation.views.resuming.page_too_old"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
# Far more than a form takes, so that the form itself can say so and keep what was chosen.
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# Language and time

LANGUAGE_CODE = "zh-hans"
# The pages for citizens can be read in these, and in those of the county's minorities (code=name,code=name); the office
# works in Chinese. Their words lie in LOCALE_DIR, one folder a language as in locale/.
LANGUAGES = [("zh-hans", "中文"), ("en", "English"), *pairs(env("PUBLIC_LANGUAGES", ""))]
LOCALE_PATHS = [*map(Path, filter(None, [env("LOCALE_DIR", "")])), BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i"
FORMAT_MODULE_PATH = None

# Files. Attachments lie outside everything that a web server serves.

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static" if PRODUCTION else None
WHITENOISE_USE_FINDERS = not PRODUCTION
# Where styles and scripts are worked on, each is read as it stands, with its own length.
WHITENOISE_AUTOREFRESH = not PRODUCTION
# The faces for print (ttf) are read on the server; no browser asks for them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("gz", "br", "jpg", "png", "woff", "woff2", "ttf")
# Files handed in for an import and files made by an export; web and workers of several hosts share this directory.
JOB_ROOT = VAR_DIR / "jobs"
# What learn_categories has learned: numbers, read by all web hosts.
LEARNED_ROOT = VAR_DIR / "learned"
# Attachments, papers and their templates: the one directory to back up beside the database.
ATTACHMENT_ROOT = Path(env("ATTACHMENT_ROOT", str(VAR_DIR / "attachments")))
ATTACHMENT_MAX_BYTES = env_int("ATTACHMENT_MAX_MB", 50) * 1024 * 1024
# Sound and film of an incident are larger than any letter.
ATTACHMENT_MAX_MEDIA_BYTES = env_int("ATTACHMENT_MAX_MEDIA_MB", 200) * 1024 * 1024
# A picture costs six bytes of memory a pixel while it is cleaned.
ATTACHMENT_MAX_PIXELS = env_int("ATTACHMENT_MAX_MEGAPIXELS", 50) * 1_000_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Mail

EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "centre@localhost")
# The mailbox to which people write; without a host nothing is fetched. It is only read, nothing in it is changed.
IMAP_HOST = env("IMAP_HOST", "")
IMAP_PORT = env_int("IMAP_PORT", 993)
IMAP_USE_SSL = env_bool("IMAP_USE_SSL", True)
IMAP_USER = env("IMAP_USER", "")
IMAP_PASSWORD = env("IMAP_PASSWORD", "")
IMAP_FOLDER = env("IMAP_FOLDER", "INBOX")
# Links in mails need a full address.
SITE_URL = env("SITE_URL", f"http://127.0.0.1:{env('PORT', '8000')}").rstrip("/")

# The gateway for text messages: a signed POST. Without an address nothing is texted.
SMS_URL = env("SMS_URL", "")
SMS_ACCOUNT = env("SMS_ACCOUNT", "")
SMS_KEY = env("SMS_KEY", "" if not SMS_URL else None)

# What a browser looks for before a citizen's form is taken, in bits: sixty thousand tries on average are less than
# a second of an old phone and an hour for whoever wants some thousands.
CITIZEN_PROOF_BITS = env_int("CITIZEN_PROOF_BITS", 16)

# Messages leave the system by these ways; urgent ones also in the quiet hours.
NOTICE_CHANNELS = ["governance.notices.mail.EmailChannel"] + ["governance.notices.sms.SmsChannel"] * bool(SMS_URL)
NOTICE_QUIET_HOURS = env("NOTICE_QUIET_HOURS", "21:00-07:30")

# Celery. No result backend, no ETA: rows in PostgreSQL say what is to be done, a message says "look now".

CELERY_BROKER_URL = env("REDIS_URL", None if PRODUCTION else f"redis+socket://{local_services.valkey_socket(VAR_DIR)}")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "socket_connect_timeout": 3,
    # Whoever rings the bell of a dead broker is told at once; workers have a patience of their own.
    "max_retries": 0,
    "health_check_interval": 25,
    "global_keyprefix": env("REDIS_PREFIX", "governance:"),
}
if env("REDIS_SENTINEL_MASTER", ""):
    CELERY_BROKER_TRANSPORT_OPTIONS["master_name"] = env("REDIS_SENTINEL_MASTER")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 29 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
# A long export must not hold up a scan: its queue has its own worker.
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "governance.cases.tasks.write_seals": {"queue": "default"},
    "governance.cases.tasks.*": {"queue": "scan"},
    "governance.duties.tasks.*": {"queue": "scan"},
    "governance.jobs.tasks.sweep_jobs": {"queue": "default"},
    "governance.jobs.tasks.*": {"queue": "bulk"},
}
# API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["governance.cases.api.rendering.OfficeRenderer"],
    "DEFAULT_PARSER_CLASSES": ["governance.cases.api.parsing.KeepableJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "governance.cases.api.refusing.answer",
    # Counted in each web process: a brake for a program gone wild, no door.
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env("API_RATE", "120/min")},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "县综治中心平台接口",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    # The description is for people with a login, like everything else.
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}

LOG_LEVEL = env("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "propagate": False},
        "kombu": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
    },
}

# The last word.

if PRODUCTION:
    refuse_unsafe(globals())
