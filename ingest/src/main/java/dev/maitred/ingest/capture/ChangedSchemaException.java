package dev.maitred.ingest.capture;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.TableName;

/**
 * A row in the log is not of the tables that the mapping was compiled against. Nothing is skipped: capture ends before the row. When
 * the tables fit the mapping again, all mapped rows are read anew.
 */
public final class ChangedSchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ChangedSchemaException(String message) {
        super(message);
    }

    static ChangedSchemaException missing(TableName table, Column column) {
        return new ChangedSchemaException("Column " + column.name() + " of " + table
                + " does not come with its rows any more: it was renamed or dropped. Mend the mapping or the column; nothing is "
                + "skipped until then");
    }

    static ChangedSchemaException retyped(TableName table, Column column, String found) {
        return new ChangedSchemaException("Column " + column.name() + " of " + table + " is mapped as "
                + column.type().word() + " and comes as another type ("
                + found
                + "): its type was changed. Mend the mapping or the column; nothing "
                + "is skipped until then");
    }
}
