package dev.maitred.launcher.demo;

import dev.maitred.launcher.platform.Endpoints;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;

/** What the things to try are done with; made per request, because the ops API starts before the platform is whole. */
final class DemoParts {

    private final DemoPlatform platform;

    DemoParts(DemoPlatform platform) {
        this.platform = platform;
    }

    NightclubDesk desk() {
        SourcePack nightclub = SourcePacks.named(DemoAdditions.NIGHTCLUB);
        Endpoints.Postgres at = client(nightclub);
        return new NightclubDesk(new SourceDatabase(
                at.host(),
                at.port(),
                at.database(),
                nightclub.applicationRole(),
                platform.applicationPassword(nightclub)));
    }

    /**
     * @param venue of the source whose nights are counted
     * @throws Refusal 404 when no source that is run here has such venues
     */
    DatabaseCount counter(String venue) {
        SourcePack pack = platform.packs().stream()
                .filter(each -> venue.startsWith(each.name() + ":"))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("No source of this demo has a venue " + venue
                        + ". GET /api/v1/venues lists those that there are."));
        Endpoints.Postgres at = client(pack);
        return new DatabaseCount(
                new SourceDatabase(at.host(), at.port(), at.database(), at.user(), at.password()), pack.truthSql());
    }

    private Endpoints.Postgres client(SourcePack pack) {
        return platform.endpoints().source(pack.name()).orElseThrow().client();
    }
}
