# docs/beheer.md tells how to build and run it.
FROM node:20-bookworm-slim AS build
# For better-sqlite3, where npm finds no SQLite that was compiled before.
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
# Of root, so that the server cannot change its own program.
COPY --from=build /app/package.json /app/manifest.xml ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/addin addin
COPY --from=build /app/shared shared
COPY --from=build /app/server server
COPY --from=build /app/deploy deploy
RUN install -d -o node -g node -m 700 /data
VOLUME /data
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --start-period=60s --timeout=10s CMD ["node", "deploy/health.mjs"]
# No npm in between, which keeps signals to itself.
CMD ["node", "--import", "tsx", "server/main.ts"]
