FROM python:3.13-slim-bookworm AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY driftcheck driftcheck
COPY policies policies
COPY examples examples
# pip stays behind: the environment that is copied has nothing in it to install with.
RUN python -m venv --without-pip /opt/driftcheck \
    && pip --python /opt/driftcheck/bin/python install --no-cache-dir --disable-pip-version-check .

FROM python:3.13-slim-bookworm
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="driftcheck" \
      org.opencontainers.image.description="Checks that a fleet of phone numbers is what its owners declared" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /opt/driftcheck /opt/driftcheck
ENV PATH="/opt/driftcheck/bin:${PATH}" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
# A number, so that Kubernetes can tell that it is not root.
USER 65532:65532
WORKDIR /repository
ENTRYPOINT ["driftcheck"]
CMD ["check"]
