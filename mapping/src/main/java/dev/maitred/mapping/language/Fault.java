package dev.maitred.mapping.language;

/**
 * Something wrong with a mapping.
 *
 * @param place where in the file: {@code tables.bookings.occupant.state}
 * @param line of the file, from 1; 0 when it is not known
 * @param problem what was expected and what was found
 * @param remedy what to do: an edit, or SQL
 */
public record Fault(String place, int line, String problem, String remedy) {

    public Fault(String place, String problem, String remedy) {
        this(place, 0, problem, remedy);
    }

    /** The place, with its line where that is known. */
    public String where() {
        return place + (line > 0 ? " (line " + line + ")" : "");
    }

    @Override
    public String toString() {
        return where() + ": " + problem + (remedy.isEmpty() ? "" : ". " + remedy);
    }
}
