package dev.maitred.batch.landing;

import java.util.Map;
import java.util.TreeMap;

/** What was found in a piece while it was read. */
final class PieceContent {

    private long rows;
    private final Map<String, Reached> reached = new TreeMap<>();

    void countRow() {
        rows++;
    }

    void reached(String source, Reached point) {
        reached.merge(source, point, Reached::further);
    }

    long rows() {
        return rows;
    }

    /** How far each source is known by this piece. */
    Map<String, Reached> reached() {
        return reached;
    }
}
