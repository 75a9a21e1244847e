package dev.maitred.launcher.demo;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The demo writes into a database, so it listens to this machine alone: by the caller's address, and by the name it called, which
 * another site that points its own name here cannot choose.
 */
final class LoopbackOnly implements HandlerInterceptor, WebMvcConfigurer {

    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]", "::1", "0:0:0:0:0:0:0:1");

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/demo/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws UnknownHostException {
        if (!InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
                || !NAMES.contains(request.getServerName())) {
            throw Refusal.forbidden("The demo's things to try answer on this machine only: open http://127.0.0.1:"
                    + request.getServerPort() + "/ here.");
        }
        return true;
    }
}
