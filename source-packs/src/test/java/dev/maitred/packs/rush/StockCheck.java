package dev.maitred.packs.rush;

/** What must hold of the application's own counter at every commit. */
public final class StockCheck {

    /** Zones whose counter is not what their rows take, expired reservations that nobody has swept among them; none is right. */
    public static final String DIFFERENCES = """
            SELECT z.code || ' of ' || z.show_id || ': counted ' || s.taken || ', rows take ' || r.taken
              FROM zones z JOIN zone_stock s ON s.zone_id = z.id,
                   LATERAL (SELECT coalesce(sum(quantity), 0) AS taken FROM (
                       SELECT quantity FROM reservations WHERE zone_id = z.id AND status = 'HELD'
                       UNION ALL
                       SELECT quantity FROM order_lines WHERE zone_id = z.id AND status = 'SOLD'
                       UNION ALL
                       SELECT quantity FROM zone_blocks WHERE zone_id = z.id AND lifted_at IS NULL) AS takers) AS r
             WHERE s.taken <> r.taken OR s.seats <> z.seats
            """;

    private StockCheck() {}
}
