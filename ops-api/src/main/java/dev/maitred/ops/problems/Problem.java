package dev.maitred.ops.problems;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** An error that the caller is told, with what to do about it. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final @Nullable Duration retryAfter;

    private Problem(HttpStatus status, String detail) {
        this(status, detail, null);
    }

    private Problem(HttpStatus status, String detail, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    public static Problem badRequest(String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, detail);
    }

    public static Problem notFound(String detail) {
        return new Problem(HttpStatus.NOT_FOUND, detail);
    }

    public static Problem unavailable(String detail) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, detail);
    }

    public static Problem forbidden(String detail) {
        return new Problem(HttpStatus.FORBIDDEN, detail);
    }

    public static Problem conflict(String detail) {
        return new Problem(HttpStatus.CONFLICT, detail);
    }

    /** What was sent can be read and cannot be used. */
    public static Problem unprocessable(String detail) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, detail);
    }

    /** A request for a host that this is not. */
    public static Problem misdirected(String detail) {
        return new Problem(HttpStatus.MISDIRECTED_REQUEST, detail);
    }

    public static Problem lengthRequired(String detail) {
        return new Problem(HttpStatus.LENGTH_REQUIRED, detail);
    }

    public static Problem tooLarge(String detail) {
        return new Problem(HttpStatus.CONTENT_TOO_LARGE, detail);
    }

    /** @param retryAfter when it is worth asking again; in whole seconds */
    public static Problem tooMany(String detail, Duration retryAfter) {
        return new Problem(HttpStatus.TOO_MANY_REQUESTS, detail, retryAfter);
    }

    public static Problem gatewayTimeout(String detail) {
        return new Problem(HttpStatus.GATEWAY_TIMEOUT, detail);
    }

    public HttpStatus status() {
        return status;
    }

    /** Null where nobody knows. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
