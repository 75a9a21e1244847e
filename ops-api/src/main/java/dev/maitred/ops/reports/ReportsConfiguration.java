package dev.maitred.ops.reports;

import dev.maitred.clickhouse.ClickHouseAddress;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reports come from ClickHouse where the platform has one: whoever starts the application gives its address as a bean. */
@Configuration(proxyBeanMethods = false)
class ReportsConfiguration {

    private static final String NONE =
            "This platform runs without ClickHouse, so there are no reports. Everything else works.";

    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);

    @Bean
    Reports reports(ObjectProvider<ClickHouseAddress> address) {
        ClickHouseAddress given = address.getIfAvailable();
        return given == null ? new NoReports(NONE) : new ClickHouseReports(given);
    }

    @Bean
    EditionWatch editionWatch(Reports reports) {
        return new EditionWatch(reports, LOOK_EVERY);
    }
}
