package dev.maitred.launcher.demo;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The demo writes into a database, so it listens to this machine alone, also where the ops API is told to listen to others. Pages of
 * other sites in this machine's browser do not come as far as here: the ops API refuses them for everything that it serves.
 */
final class LoopbackOnly implements HandlerInterceptor, WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/demo/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws UnknownHostException {
        if (!InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
            throw Refusal.forbidden("The demo's things to try answer on this machine only: open http://127.0.0.1:"
                    + request.getServerPort() + "/ here.");
        }
        return true;
    }
}
