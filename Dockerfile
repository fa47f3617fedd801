# No digest, so that a build gets the latest fixes of the base. A release passes a name with a digest.
ARG BASE=python:3.13-slim-bookworm

FROM ${BASE} AS build
WORKDIR /source
COPY requirements requirements
# A history in PostgreSQL needs psycopg. To leave it out, pass run.
ARG REQUIREMENTS=postgresql
# Without pip, so that the environment that is copied cannot install packages.
RUN python -m venv --without-pip /opt/driftcheck \
    && pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements/build.txt \
    && pip --python /opt/driftcheck/bin/python install --no-cache-dir --disable-pip-version-check \
       --require-hashes --requirement "requirements/${REQUIREMENTS}.txt"
COPY pyproject.toml README.md LICENSE ./
COPY driftcheck driftcheck
COPY policies policies
COPY examples examples
RUN pip wheel --no-deps --no-build-isolation --disable-pip-version-check --wheel-dir /wheels . \
    && pip --python /opt/driftcheck/bin/python install --no-cache-dir --disable-pip-version-check \
       --no-deps --no-index /wheels/*.whl

FROM ${BASE}
ARG BASE
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="driftcheck" \
      org.opencontainers.image.description="Checks that a fleet of phone numbers is what its owners declared" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${BASE}"
COPY --from=build /opt/driftcheck /opt/driftcheck
ENV PATH="/opt/driftcheck/bin:${PATH}" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
# A number, so that Kubernetes can verify that it is not root.
USER 65532:65532
WORKDIR /repository
ENTRYPOINT ["driftcheck"]
CMD ["check"]
