package dev.maitred.ops.entrance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Lets what Tomcat refuses by itself, before anything of ours has seen it, be a problem too and not a page with its version. */
@Component
final class TomcatRefusals implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

    private static final Logger LOG = LoggerFactory.getLogger(TomcatRefusals.class);

    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        factory.addContextCustomizers(context -> {
            StandardHost host = (StandardHost) context.getParent();
            // Else Tomcat adds its own, which writes first.
            host.setErrorReportValveClass(Words.class.getName());
            host.getPipeline().addValve(new Words());
        });
    }

    /** Writes the problem. */
    static final class Words extends ErrorReportValve {

        /** Tomcat calls this a bad request, too; only its message tells the one from the other. */
        private static final String HEADERS_TOO_LARGE =
                StringManager.getManager(Http11InputBuffer.class).getString("iib.requestheadertoolarge.error");

        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            if (HEADERS_TOO_LARGE.equals(failure == null ? null : failure.getMessage())) {
                response.setStatus(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.value());
            }
            int status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            HttpStatus known = HttpStatus.resolve(status);
            String detail = switch (status) {
                case 400 ->
                    "The request's line or headers cannot be read: a path may hold no NUL character, no encoded slash and "
                            + "no backslash. Correct the address and ask again.";
                case 431 ->
                    "The request's line and headers are larger than this server takes, all together 8 KB. Send fewer or "
                            + "shorter ones, such as cookies.";
                default -> "The request was refused before it was read.";
            };
            String json =
                    "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"requestId\":\"%s\"}"
                            .formatted(
                                    known == null ? "Error" : known.getReasonPhrase(),
                                    status,
                                    detail,
                                    UUID.randomUUID());
            try {
                response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
                response.setCharacterEncoding(StandardCharsets.UTF_8.name());
                response.getReporter().write(json);
                response.finishResponse();
            } catch (IOException | IllegalStateException e) {
                LOG.debug("A caller left before it was told {}", status, e);
            }
        }
    }
}
