package dev.maitred.launcher.demo;

import org.springframework.context.support.GenericApplicationContext;

/** What the demo adds to the ops API; absent from it otherwise. */
final class DemoAdditions {

    static final String NIGHTCLUB = "nightclub";

    private DemoAdditions() {}

    /** Nothing where the nightclub, whose tables are booked there, is not run: then the page is without its things to try. */
    static void add(GenericApplicationContext context, DemoPlatform platform) {
        if (platform.pack(NIGHTCLUB).isPresent()) {
            context.registerBean(LoopbackOnly.class, LoopbackOnly::new);
            context.registerBean(DemoController.class, () -> new DemoController(platform, new DemoParts(platform)));
        }
    }
}
