FROM eclipse-temurin:25-jdk AS build
WORKDIR /build

# What comes from outside changes with the POM only, so it has a layer of its own.
COPY mvnw pom.xml ./
COPY .mvn .mvn
RUN ./mvnw -B -ntp dependency:go-offline

# Tests and format are for verify, not for the image.
COPY src/main/java src/main/java
COPY src/main/resources src/main/resources
RUN ./mvnw -B -ntp -Dformat.skip=true -Dmaven.test.skip=true package \
 && java -Djarmode=tools -jar target/chime.jar extract --layers --destination layers \
 && jar xf layers/dependencies/lib/sqlite-jdbc-*.jar org/sqlite/native/Linux \
 && install -D "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" native/libsqlitejdbc.so


FROM eclipse-temurin:25-jre
# A number, because "must not run as root" can be checked for numbers only.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin chime \
 && install -d -o chime -g chime /data

# What changes least comes first. All of it belongs to root: the server cannot rewrite itself.
WORKDIR /app
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
# SQLite's own library: it would otherwise be unpacked to /tmp, from where nothing may be executed.
COPY --from=build /build/native/ ./native/
COPY src/main/docker/jvm.options src/main/docker/train.sh ./
COPY --from=build /build/layers/application/ ./

# The cache holds only for this JVM and these very files, so it is trained here and not in the build stage.
RUN ./train.sh && rm -rf /tmp/* train.sh

ENV CHIME_DATA=/data
VOLUME /data
USER 10001
EXPOSE 8080

# Bash's own socket: the JRE image has neither curl nor wget. "chime.jar health" asks the same, but a JVM for it would
# take some 0.4 s of a processor and 50 MB each time.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-${SERVER_PORT:-8080}} && printf 'GET /actuator/health/liveness HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

# No shell in between: the JVM is the process that gets SIGTERM.
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=chime.aot", "-jar", "chime.jar"]

ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Chime" \
      org.opencontainers.image.description="Durable timers over HTTP" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
