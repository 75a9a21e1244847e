package dev.maitred.ops.page;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The JSON of a club with one night, as the API writes it. */
final class PlayedNight {

    static final String VENUE = "nightclub:1";
    static final String SLOT = "17";
    static final String KEY = VENUE + "/" + SLOT;

    private static final String BOARD = """
            {"venue":"nightclub:1","slot":"17","label":"Friday <i>Bass</i>","startsAt":"%s","endsAt":"%s","businessDate":"2026-11-20",
             "capacity":4,"free":%d,"held":1,"taken":%d,"seated":1,"blocked":0,"overbooked":0,"conflicts":0,"noShows":0,"cancelled":2,
             "sections":[{"section":"VIP","capacity":4,"free":%d,"held":1,"taken":%d,"blocked":0}],"freeUnits":%s,
             "checkIns":{"people":120,"rejected":5,"rejectedByReason":{"CHECKIN_SUBJECT_NOT_FOUND":5}},"arrivals":[{"at":"%s","people":9}],
             "sessions":{"open":12},"deposits":[{"minor":125000,"currency":"EUR"}],
             "version":{"generation":1,"position":"1:0/1A2B3C:4","resync":0,"timer":0}}
            """;

    private static final Instant START = Instant.now().truncatedTo(ChronoUnit.HOURS);

    private PlayedNight() {}

    /** The answer around a value: as of `lsn` and `age` ago. */
    static String envelope(String value, String lsn, Duration age) {
        return oneLine(
                "{\"value\":%s,\"asOf\":{\"lsn\":\"%s\",\"time\":\"%s\"},\"ageMillis\":%d,\"servedBy\":\"replica\"}"
                        .formatted(value, lsn, Instant.now().minus(age), age.toMillis()));
    }

    static String fresh(String value, String lsn) {
        return envelope(value, lsn, Duration.ofMillis(5));
    }

    static String venues(String name) {
        return "[{\"venue\":\"nightclub:1\",\"name\":\"%s\",\"timeZone\":\"Europe/Berlin\",\"slots\":1}]"
                .formatted(name);
    }

    /** The night with its first {@code free} of two tables free. */
    static String board(int free) {
        var units = new StringBuilder("[");
        for (var unit = 1; unit <= free; unit++) {
            units.append(unit == 1 ? "" : ",")
                    .append("{\"unit\":\"%d\",\"label\":\"T%d\",\"section\":\"VIP\",\"seats\":6}"
                            .formatted(unit, unit));
        }
        var taken = 3 - free;
        return BOARD.formatted(
                START, START.plus(7, ChronoUnit.HOURS), free, taken, free, taken, units.append("]"), START);
    }

    /** A show of so many seats, in three months, that they are told by zone. */
    static String show(int freeInFront) {
        Instant start = START.plus(90, ChronoUnit.DAYS);
        return """
            {"venue":"nightclub:1","slot":"17","label":"Night 1","startsAt":"%s","endsAt":"%s","businessDate":"2026-11-20",
             "capacity":100000,"free":%d,"held":40,"taken":%d,"seated":0,"blocked":0,"overbooked":0,"conflicts":0,"noShows":0,"cancelled":0,
             "sections":[{"section":"FLOOR","capacity":80000,"free":80000,"held":0,"taken":0,"blocked":0},
              {"section":"FRONT","capacity":20000,"free":%d,"held":40,"taken":%d,"blocked":0}],
             "checkIns":{"people":0,"rejected":0,"rejectedByReason":{}},"arrivals":[],"sessions":{"open":0},"deposits":[],
             "version":{"generation":1,"position":"1:0/1A2B3C:4","resync":0,"timer":0}}
            """.formatted(
                        start,
                        start.plus(3, ChronoUnit.HOURS),
                        80_000 + freeInFront,
                        20_000 - 40 - freeInFront,
                        freeInFront,
                        20_000 - 40 - freeInFront);
    }

    static String queue(int depth, String drainSeconds) {
        return """
            {"queue":"nightclub:outbox","depth":%d,"byState":{"waiting":%d,"delayed":0,"running":0},"dead":3,"oldestAgeSeconds":12.3,
             "rates":{"enqueued":{"1m":410,"5m":380,"15m":302}},"groups":[{"group":"sms","depth":%d}],"drainSeconds":%s}
            """.formatted(depth, depth, depth, drainSeconds);
    }

    static String pipeline(Duration age) {
        return """
            {"sources":[{"source":"nightclub","state":"streaming","lsn":"0/100","clock":"%s","ageMillis":%d,
             "hops":[{"hop":"commit to ingest","p50Millis":1.2,"p99Millis":8.0},{"hop":"ingest to fold","p50Millis":1.5,"p99Millis":9.0},
              {"hop":"fold to board","p50Millis":0.9,"p99Millis":4.0}],"replicationSlot":{"retainedBytes":1234,"active":true}}],
             "partitions":{"answering":12,"of":12}}
            """.formatted(Instant.now().minus(age), age.toMillis());
    }

    /** One night of the list of reports. */
    static String reportLine() {
        return """
            {"venue":"nightclub:1","venueName":"Blue Room","slot":"16","label":"Thursday","businessDate":"2026-11-19","startsAt":"2026-11-19T21:00:00Z",
             "endsAt":"2026-11-20T04:00:00Z","complete":true,"capacity":4,"sold":5,"soldShare":1.25,"bookings":6,"people":20,"audited":true}
            """;
    }

    /** Its report: the tables turned, so more than all of them were sold. */
    static String report() {
        return """
            {"value":{"venue":"nightclub:1","venueName":"Blue Room","slot":"16","label":"Thursday","businessDate":"2026-11-19",
              "timeZone":"Europe/Berlin","startsAt":"2026-11-19T21:00:00Z","endsAt":"2026-11-20T04:00:00Z","complete":true,"capacity":4,
              "sold":5,"soldShare":1.25,"bookings":{"made":6,"cancelled":1,"noShow":1},"holds":{"made":4,"converted":3},
              "sellThrough":[{"minutesBeforeStart":120,"sold":2,"share":0.5},{"minutesBeforeStart":-60,"sold":5,"share":1.25}],
              "checkIns":{"people":20,"rejected":1,"rejectedByReason":{"AGE_POLICY":1}},
              "arrivals":[{"at":"2026-11-19T21:30:00Z","people":12}],"tableTurns":1.3,"deposits":[{"minor":7500,"currency":"EUR"}]},
             "asOf":{"lsn":"0/80","time":"2026-11-20T08:00:00Z"},"audited":true,"notAudited":"","historySince":"2026-11-01T12:00:00Z",
             "publishedAt":"2026-11-20T08:01:00Z"}
            """;
    }

    private static String oneLine(String json) {
        return json.replace("\n", " ");
    }
}
