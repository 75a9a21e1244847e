package dev.maitred.launcher.demo;

import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.launcher.platform.Endpoints;
import dev.maitred.launcher.platform.Platform;
import dev.maitred.mapping.source.SourceDatabase;

/** What the things to try are done with; made per request, because the ops API starts before the platform is whole. */
final class DemoParts {

    private final Platform platform;

    DemoParts(Platform platform) {
        this.platform = platform;
    }

    NightclubDesk desk() {
        PostgresEndpoint server = platform.bookingSuperuser();
        return new NightclubDesk(new SourceDatabase(
                server.host(),
                server.port(),
                platform.pack().name(),
                platform.pack().applicationRole(),
                platform.applicationPassword()));
    }

    DatabaseCount counter() {
        Endpoints.Postgres postgres = platform.endpoints().postgres();
        return new DatabaseCount(
                new SourceDatabase(
                        postgres.host(), postgres.port(), postgres.database(), postgres.user(), postgres.password()),
                platform.pack().truthSql());
    }
}
