# One image, three processes: web (default), worker, clock. PostgreSQL and Redis are given by DATABASE_URL and REDIS_URL.
FROM python:3.12-slim-trixie AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.12-slim-trixie
# `helpdesk backup` and `restore` need pg_dump and psql of the server's version (compose.yaml: postgres) or newer.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client-17 && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 10001 helpdesk && mkdir /data && chown helpdesk /data
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-index --find-links /wheels helpdesk && rm -rf /wheels
USER helpdesk
ENV HELPDESK_INSTANCE=/data PORT=5000
VOLUME /data
EXPOSE 5000
HEALTHCHECK --interval=15s --timeout=3s CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:5000/healthz', timeout=2)"
CMD ["helpdesk", "serve", "--host", "0.0.0.0"]
