# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY locks/ locks/
RUN python -m venv /opt/agora \
 && /opt/agora/bin/python -m pip install --require-hashes --only-binary :all: -r locks/runtime.lock \
 && python -m venv /opt/build \
 && /opt/build/bin/python -m pip install --require-hashes --only-binary :all: -r locks/build.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot/ bot/
COPY content/ content/
RUN /opt/build/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/agora/bin/python -m pip install --no-deps /wheels/*.whl \
 && /opt/agora/bin/python -m compileall -q /opt/agora/lib \
 && /opt/agora/bin/python -m pip uninstall -y pip

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin agora \
 && install -d -o agora -g agora -m 700 /data \
 && install -d /config
COPY --from=build /opt/agora /opt/agora
COPY content/ /srv/agora/content/
ENV PATH=/opt/agora/bin:$PATH PYTHONUNBUFFERED=1 AGORA_LOG=json AGORA_HEALTH=http://127.0.0.1:8080/healthz
USER agora
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(os.environ['AGORA_HEALTH'], timeout=4)"]
ENTRYPOINT ["agora"]
CMD ["run", "-c", "/config/config.yaml"]
