package dev.maitred.launcher.demo;

import dev.maitred.launcher.platform.Platform;
import org.springframework.context.support.GenericApplicationContext;

/** What the demo adds to the ops API; absent from it otherwise. */
final class DemoAdditions {

    private DemoAdditions() {}

    static void add(GenericApplicationContext context, Platform platform) {
        context.registerBean(LoopbackOnly.class, LoopbackOnly::new);
        context.registerBean(DemoController.class, () -> new DemoController(platform, new DemoParts(platform)));
    }
}
