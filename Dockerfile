# syntax=docker/dockerfile:1
# By tag, so that a build gets the fixes of its day. To build exactly the same again, name them by digest: docs/going-live.md, "Images".
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME=mcr.microsoft.com/dotnet/aspnet:10.0
FROM ${SDK} AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet restore src/SmsBridge --locked-mode && dotnet publish src/SmsBridge -c Release -o /app --no-restore

FROM ${RUNTIME}
WORKDIR /app
COPY --from=build /app .
# The image's own ASPNETCORE_HTTP_PORTS would only make Kestrel warn: the listeners are settings of the bridge.
# Inside a container the API must listen on all interfaces to be published; publish 8081 to trusted networks only.
ENV ASPNETCORE_HTTP_PORTS= \
    Public__Listen=http://0.0.0.0:8080 \
    Ops__Listen=http://0.0.0.0:8081 \
    Spool__Directory=/var/spool/smsbridge
RUN mkdir -p /var/spool/smsbridge && chown "$APP_UID:$APP_UID" /var/spool/smsbridge
VOLUME /var/spool/smsbridge
# The base image's user app, by number, so that Kubernetes can see that it is not root.
USER $APP_UID
EXPOSE 8080 8081
# The image has bash and no curl. Liveness, not readiness: while Postgres is away the bridge must stay up.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "port=${Ops__Listen##*:}; exec 3<>/dev/tcp/127.0.0.1/${port%%/*} && printf 'GET /health/live HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["/app/smsbridge"]
CMD ["serve"]
