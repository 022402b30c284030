# The program and the git it reads repositories with. Listens on all addresses, and therefore starts only with an
# API key: docker run IMAGE key create NAME --role admin prints one and the setting that admits it.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig appsettings.json ./
COPY src ./src
RUN dotnet publish src/ChatOps -c Release -o /app --use-current-runtime --no-self-contained

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
    && apt-get install -y --no-install-recommends git ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o app -g app /data
COPY --from=build /app /app
USER app
WORKDIR /data
VOLUME /data
ENV Host__Urls=http://0.0.0.0:8001 \
    Host__DataDirectory=/data
EXPOSE 8001
ENTRYPOINT ["/app/chatops"]
