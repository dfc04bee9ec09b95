# cleap as an OpenWhisk Docker action: `cleap action` on port 8080, as a user without rights.
#
#   docker build -t cleap/action:0.1.0 .
#   wsk action create price --docker cleap/action:0.1.0 bundle.zip
#
# A model baked in needs no code: FROM cleap/action:0.1.0, COPY bundle.zip /model/bundle.zip

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

FROM debian:bookworm-slim
COPY script/dependencies /tmp/
RUN /tmp/dependencies runtime && rm -rf /tmp/dependencies /var/lib/apt/lists/* /var/cache/apt/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin cleap
COPY --from=build /src/build/release/cleap /usr/local/bin/cleap
COPY LICENSE /usr/share/doc/cleap/

ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="cleap action" \
      org.opencontainers.image.description="Scores Spark-trained MLeap bundles as an OpenWhisk action, without a JVM" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.licenses="Apache-2.0"

USER 10001:10001
WORKDIR /action
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=2s --start-period=2s CMD ["cleap", "health", "--port", "8080"]
CMD ["cleap", "action", "--port", "8080"]
