FROM debian:12 AS build
WORKDIR /source
COPY scripts/ scripts/
RUN ./scripts/setup --yes
COPY . .
RUN bash -euo pipefail -c 'source scripts/lib.sh; \
      build build/release/build.log "$(compile_jobs)" --preset release -DBUILD_TESTING=OFF' \
 && cmake --install build/release --prefix /installed --strip \
 && install docker/entrypoint /installed/bin/hundred
# The packages that hold the libraries the programs were linked with.
RUN bash -euo pipefail -c 'ldd /installed/bin/hundred-* | awk "/=> / { print \"*/\" \$1 }" | sort -u | xargs dpkg -S \
      | cut -d: -f1 | sort -u >/runtime-packages'

FROM debian:12
COPY --from=build /runtime-packages /tmp/
RUN export DEBIAN_FRONTEND=noninteractive \
 && apt-get update \
 && xargs apt-get install --yes --no-install-recommends </tmp/runtime-packages \
 && rm -rf /var/lib/apt/lists/* /tmp/runtime-packages
# User 1000 is most often the one who owns the folder mounted at /reports.
RUN useradd --uid 1000 --user-group --no-create-home --home-dir /reports hundred \
 && install -d -o hundred -g hundred /reports
COPY --from=build /installed /usr/local
RUN hundred-server --version && hundred-load --version

USER 1000:1000
WORKDIR /reports
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s \
  CMD hundred-load run -c 1 --timeout 2s "http://127.0.0.1:${HUNDRED_PORT-8080}/healthz" || exit 1
ENTRYPOINT ["/usr/local/bin/hundred"]
