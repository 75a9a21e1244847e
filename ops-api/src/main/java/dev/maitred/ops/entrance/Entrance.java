package dev.maitred.ops.entrance;

import dev.maitred.ops.problems.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Stands before everything that this server serves. Nobody logs in here, so that what a browser may do on behalf of another site is
 * decided by whom the request is for and where it comes from.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Entrance extends OncePerRequestFilter {

    /** The page's own policy (see index.html), and that nobody shows it in a frame, which only a header can say. */
    static final String CONTENT_POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors 'none'";

    /** The largest request but a mapping, a booking, has some 100 bytes. */
    private static final int MOST_BODY_BYTES = 16 * 1024;

    /** A mapping is a file that a person writes; as JSON it still fits into a value of a topic. */
    private static final int MOST_MAPPING_BYTES = 512 * 1024;

    private static final Pattern MAPPING = Pattern.compile("/api/v1/sources/[^/]+/mapping");

    private final HostNames names;
    private final HandlerExceptionResolver problems;

    Entrance(
            @Value("${server.address:#{null}}") @Nullable InetAddress address,
            @Value("${server.address:}") String addressAsWritten,
            @Value("${maitred.host-names:}") List<String> names,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.names = new HostNames(
                address,
                Stream.concat(names.stream(), Stream.of(addressAsWritten)).toList());
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", CONTENT_POLICY);
        Problem refusal = refusal(request);
        if (refusal == null) {
            chain.doFilter(request, response);
        } else {
            problems.resolveException(request, response, null, refusal);
        }
    }

    private @Nullable Problem refusal(HttpServletRequest request) {
        if (!names.has(request.getServerName())) {
            return Problem.misdirected(
                    "This server is not " + request.getServerName()
                            + ": call it by its address or as localhost, or let maitred.host-names name what else it is called.");
        }
        if (!isReading(request) && isFromElsewhere(request)) {
            return Problem.forbidden(
                    "A page of another site may not change anything here: use this server's own page, or a "
                            + "program that sends no Origin header.");
        }
        int most = MAPPING.matcher(request.getRequestURI()).matches() ? MOST_MAPPING_BYTES : MOST_BODY_BYTES;
        if (request.getContentLengthLong() > most) {
            return Problem.tooLarge("The request's body has " + request.getContentLengthLong()
                    + " bytes; expected at most " + most + ".");
        }
        if (request.getHeader("Transfer-Encoding") != null) {
            return Problem.lengthRequired(
                    "Expected the body's length in a Content-Length header: send it in one piece.");
        }
        String query = request.getQueryString();
        if (query != null && (query.contains("%00") || query.indexOf('\0') >= 0)) {
            return Problem.badRequest("The query has a NUL character (%00), which no name here has. Leave it out.");
        }
        return null;
    }

    private static boolean isReading(HttpServletRequest request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    private static boolean isFromElsewhere(HttpServletRequest request) {
        if ("cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
            return true;
        }
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        String host = request.getHeader("Host");
        int scheme = origin.indexOf("://");
        return host == null
                || scheme < 0
                || !origin.substring(scheme + "://".length())
                        .toLowerCase(Locale.ROOT)
                        .equals(host.strip().toLowerCase(Locale.ROOT));
    }
}
