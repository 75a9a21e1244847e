package dev.maitred.ops.problems;

import org.springframework.http.HttpStatus;

/** An error that the caller is told, with what to do about it. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    private Problem(HttpStatus status, String detail) {
        super(detail, null, false, false);
        this.status = status;
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

    public static Problem gatewayTimeout(String detail) {
        return new Problem(HttpStatus.GATEWAY_TIMEOUT, detail);
    }

    public HttpStatus status() {
        return status;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
