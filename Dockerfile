# frameworklint in a container, for GitLab and other systems that run jobs in one:
#   docker build --tag frameworklint .
#   docker run --rm --volume "$PWD:/framework" frameworklint frameworklint check
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY lint lint
COPY rules rules
COPY schemas schemas
# The wheel of this very checkout, in an environment that the image below takes over.
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . \
    && python -m venv /opt/frameworklint \
    && /opt/frameworklint/bin/pip install --no-cache-dir /wheels/*.whl

FROM python:3.13-slim
# git tells which files belong to a framework, and what they were before. What is mounted belongs to
# another user; frameworklint runs nothing that a repository configures.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*' \
    && useradd --create-home --uid 10001 frameworklint
COPY --from=build /opt/frameworklint /opt/frameworklint
ENV PATH="/opt/frameworklint/bin:$PATH"
USER 10001
WORKDIR /framework
# No entry point: jobs run a shell in the image.
CMD ["frameworklint"]
