package dev.maitred.launcher.platform;

import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.ops.OpsApi;
import dev.maitred.ops.OpsSettings;
import dev.maitred.ops.pipeline.SourceStatuses;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The ops API in this process, told what it otherwise reads from its configuration. */
final class OpsApiStart {

    private OpsApiStart() {}

    /** @param reports null: there are none */
    static ConfigurableApplicationContext start(
            OpsSettings settings,
            SourceStatuses statuses,
            @Nullable ClickHouseAddress reports,
            int httpPort,
            Consumer<GenericApplicationContext> additions) {
        return new SpringApplicationBuilder(OpsApi.class)
                .web(WebApplicationType.SERVLET)
                .registerShutdownHook(false)
                .initializers(context -> {
                    GenericApplicationContext generic = (GenericApplicationContext) context;
                    generic.registerBean(SourceStatuses.class, () -> statuses);
                    if (reports != null) {
                        generic.registerBean(ClickHouseAddress.class, () -> reports);
                    }
                    generic.registerBean(
                            "opsSettings",
                            OpsSettings.class,
                            () -> settings,
                            definition -> definition.setPrimary(true));
                    additions.accept(generic);
                })
                .logStartupInfo(false)
                .run("--server.port=" + httpPort);
    }
}
