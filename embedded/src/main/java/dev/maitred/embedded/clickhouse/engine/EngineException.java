package dev.maitred.embedded.clickhouse.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An error that ClickHouse reports: its number and its own text, {@code Code: 60. DB::Exception: ...}. */
public final class EngineException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Pattern CODE = Pattern.compile("\\ACode: (\\d{1,9})\\. ");

    public static final int UNKNOWN_EXCEPTION = 1002;

    private final int code;

    /** A fault of ours in ClickHouse's words, so that clients read it as they read the engine's. */
    public EngineException(int code, String name, String what) {
        super("Code: " + code + ". DB::Exception: " + what + " (" + name + ")");
        this.code = code;
    }

    private EngineException(int code, String message) {
        super(message);
        this.code = code;
    }

    static EngineException of(String message) {
        Matcher matcher = CODE.matcher(message);
        return matcher.find()
                ? new EngineException(Integer.parseInt(matcher.group(1)), message)
                : new EngineException(UNKNOWN_EXCEPTION, "UNKNOWN_EXCEPTION", message);
    }

    /** ClickHouse's error code. */
    public int code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
