package dev.maitred.embedded.clickhouse.http;

/** The HTTP status under which ClickHouse reports each of its errors. */
final class ErrorStatus {
    private ErrorStatus() {}

    static int of(int code) {
        return switch (code) {
            // Wrong or missing credentials.
            case 192, 193, 194, 516 -> 401;
            // Not allowed: READONLY, ACCESS_DENIED, DATABASE_ACCESS_DENIED.
            case 164, 291, 497 -> 403;
            // Something that does not exist: identifier, function, type, storage, table, setting, format, database, ...
            case 46, 47, 50, 56, 60, 73, 81, 115, 137, 153, 218, 478 -> 404;
            // Text that is not what it should be: values, syntax, types, arguments.
            case 6,
                    7,
                    8,
                    15,
                    16,
                    20,
                    26,
                    27,
                    33,
                    36,
                    38,
                    40,
                    41,
                    42,
                    43,
                    44,
                    49,
                    53,
                    57,
                    62,
                    69,
                    70,
                    72,
                    89,
                    117,
                    124,
                    130,
                    131,
                    132,
                    184,
                    215,
                    271,
                    386,
                    456,
                    457 -> 400;
            case 161, 223 -> 413;
            case 48 -> 501;
            case 202, 209, 210 -> 503;
            case 159 -> 408;
            default -> 500;
        };
    }
}
