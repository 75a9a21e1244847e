package dev.maitred.launcher.demo;

import dev.maitred.launcher.platform.Platform;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Three things to try on the demo's own database. */
@RestController
@RequestMapping("/demo")
final class DemoController {

    private final Platform platform;

    DemoController(Platform platform) {
        this.platform = platform;
    }

    @GetMapping("/status")
    Map<String, String> status() {
        return Map.of("pack", platform.pack().name());
    }
}
