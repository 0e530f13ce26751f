"""A centre's server, and the demo: nothing readable leaks, every secret comes from outside."""

from django.core.exceptions import ImproperlyConfigured

from axcenter.settings.base import *
from axcenter.settings.base import BEHIND_PROXY, IS_DEMO, SECRET_KEY, env

if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text; it signs sessions and links.")

HTTPS: bool = env.bool("AX_HTTPS", default=not IS_DEMO)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and env.bool("AX_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
