# cleap as an OpenWhisk Docker action: `cleap action` on port 8080, as a user without rights.
#
#   docker build -t cleap/action:0.1.0 .                                     on Debian's slim image
#   docker build -t cleap/action:0.1.0-scratch --target action-scratch .     without shell and packages
#   wsk action create price --docker cleap/action:0.1.0 bundle.zip
#
# A model baked in needs no code: FROM cleap/action:0.1.0, COPY bundle.zip /model/bundle.zip
# What the labels say of the sources: --build-arg SOURCE=URL --build-arg REVISION=$(git rev-parse HEAD)

ARG VERSION=0.1.0

FROM debian:bookworm-slim AS build
WORKDIR /src
COPY script/dependencies script/
RUN script/dependencies build
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY include include
COPY runtime runtime
COPY ops ops
COPY mleap mleap
COPY proxy proxy
COPY cli cli
RUN cmake --preset release -DCLEAP_TESTS=OFF && cmake --build --preset release --target cleap \
    && strip build/release/cleap

FROM build AS rootfs
RUN script/dependencies fetch
ARG VERSION
COPY script/rootfs script/sbom script/
COPY LICENSE /rootfs/usr/share/doc/cleap/
RUN script/rootfs build/release/cleap /rootfs libcurl-gnutls.so.4 \
        ca-certificates:/etc/ssl/certs/ca-certificates.crt >/files \
    && script/sbom action-scratch "$VERSION" </files >/rootfs/usr/share/doc/cleap/sbom.cdx.json

FROM scratch AS action-scratch
COPY --from=rootfs /rootfs /
ARG VERSION
ARG SOURCE
ARG REVISION
LABEL org.opencontainers.image.title="cleap action" \
      org.opencontainers.image.description="Scores Spark-trained MLeap bundles as an OpenWhisk action, without a JVM" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.source="$SOURCE" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/usr/local/bin
USER 10001:10001
WORKDIR /action
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=2s --start-period=2s CMD ["cleap", "health", "--port", "8080"]
CMD ["cleap", "action", "--port", "8080"]

FROM debian:bookworm-slim AS action
ARG VERSION
COPY script/dependencies script/sbom LICENSE /usr/share/doc/cleap/
RUN cd /usr/share/doc/cleap && ./dependencies runtime fetch \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin cleap \
    && dpkg-query -W -f '${Package}\n' | ./sbom action "$VERSION" >sbom.cdx.json \
    && rm dependencies sbom
COPY --from=build /src/build/release/cleap /usr/local/bin/cleap
ARG SOURCE
ARG REVISION
LABEL org.opencontainers.image.title="cleap action" \
      org.opencontainers.image.description="Scores Spark-trained MLeap bundles as an OpenWhisk action, without a JVM" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.source="$SOURCE" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.licenses="Apache-2.0"
USER 10001:10001
WORKDIR /action
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=2s --start-period=2s CMD ["cleap", "health", "--port", "8080"]
CMD ["cleap", "action", "--port", "8080"]
