package dev.maitred.mapping.language;

/**
 * Something wrong with a mapping.
 *
 * @param place where in the file: {@code tables.bookings.occupant.state}
 * @param problem what was expected and what was found
 * @param remedy what to do
 */
public record Fault(String place, String problem, String remedy) {

    @Override
    public String toString() {
        return place + ": " + problem + (remedy.isEmpty() ? "" : ". " + remedy);
    }
}
