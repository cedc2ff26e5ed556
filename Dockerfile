# One image for web, worker, beat and migrations; compose says which of them a container is.

FROM python:3.11-slim-bookworm AS fetched
WORKDIR /srv/portal
COPY package.json package-lock.json requirements.txt constraints.txt ./
COPY portal/setup portal/setup
RUN python3 portal/setup setup

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/portal --create-home portal
ENV PATH=/srv/portal/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PROFILE=production \
    DATA_DIR=/var/lib/portal \
    STATIC_ROOT=/srv/portal/collected \
    FONT_DIR=/srv/portal/var/fonts
WORKDIR /srv/portal
COPY --from=fetched /srv/portal/.venv .venv
COPY . .
COPY --from=fetched /srv/portal/static/vendor static/vendor
COPY --from=fetched /srv/portal/var/fonts var/fonts
# Collecting needs settings but no secret of the installation: these keys end with the build.
RUN SECRET_KEY=build FIELD_KEYS=build ALLOWED_HOSTS=localhost DATA_DIR=/tmp/build \
    python manage.py collectstatic --no-input --ignore redoc \
    && rm -rf /tmp/build
USER portal
VOLUME /var/lib/portal
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "portal.wsgi:application"]
