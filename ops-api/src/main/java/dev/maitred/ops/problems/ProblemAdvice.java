package dev.maitred.ops.problems;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error becomes problem+json here, with an id that is in the log too. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler(Problem.class)
    ResponseEntity<ProblemDetail> problem(Problem problem) {
        ResponseEntity<ProblemDetail> answer =
                answer(ProblemDetail.forStatusAndDetail(problem.status(), problem.detail()));
        Duration retryAfter = problem.retryAfter();
        return retryAfter == null
                ? answer
                : ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()))
                        .body(answer.getBody());
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemDetail> unexpected(Exception failure, HttpServletRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "Something failed here. The log says what, under this request id.");
        ResponseEntity<ProblemDetail> answer = answer(problem);
        LOG.error(
                "{} {} failed, request id {}",
                request.getMethod(),
                request.getRequestURI(),
                requestId(problem),
                failure);
        return answer;
    }

    /** The framework would say that it failed to convert a String to a class. */
    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = failure instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(failure.getPropertyName());
        String detail =
                name + ": expected " + expected(failure.getRequiredType()) + ", found \"" + failure.getValue() + "\"";
        return handleExceptionInternal(
                failure, ProblemDetail.forStatusAndDetail(status, detail), headers, status, request);
    }

    /** The framework does not say what to do. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String detail = "Expected the text itself, found " + failure.getContentType()
                + ". Send it with -H \"Content-Type: application/yaml\" --data-binary @FILE, or what else it is.";
        return handleExceptionInternal(
                failure, ProblemDetail.forStatusAndDetail(status, detail), headers, status, request);
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == LocalDate.class) {
            return "a date from 0001-01-01 to 9999-12-31 like 2026-11-20";
        }
        if (type == Long.class || type == long.class || type == Integer.class || type == int.class) {
            return "a whole number";
        }
        return "another form";
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = body instanceof ProblemDetail detail
                ? detail
                // What the framework refuses carries its own words.
                : failure instanceof ErrorResponse response ? response.getBody() : ProblemDetail.forStatus(status);
        ResponseEntity<ProblemDetail> answer = answer(problem);
        return ResponseEntity.status(answer.getStatusCode())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(answer.getBody());
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        problem.setProperty("requestId", UUID.randomUUID().toString());
        LOG.debug("{} {}: {}", problem.getStatus(), requestId(problem), problem.getDetail());
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static @Nullable Object requestId(ProblemDetail problem) {
        return problem.getProperties() == null ? null : problem.getProperties().get("requestId");
    }
}
