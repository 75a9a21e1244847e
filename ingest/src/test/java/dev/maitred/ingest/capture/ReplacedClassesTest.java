package dev.maitred.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.Envelope.Operation;
import io.debezium.heartbeat.HeartbeatImpl;
import io.debezium.pipeline.meters.CommonEventMeter;
import io.debezium.util.Clock;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connector's meter is replaced by one that writes no row out as text. */
class ReplacedClassesTest {

    @ParameterizedTest
    @ValueSource(classes = {CommonEventMeter.class, HeartbeatImpl.class})
    void the_class_in_use_is_ours_and_the_connectors_own_has_no_method_that_ours_lacks(Class<?> replaced)
            throws IOException {
        String file = replaced.getName().replace('.', '/') + ".class";
        List<URL> all = Collections.list(replaced.getClassLoader().getResources(file));

        assertThat(all).as("ours, and the one it stands before").hasSize(2);
        assertThat(all.getFirst().toString()).contains("/ingest/").doesNotContain("debezium-connector");
        assertThat(MethodsOfClassFile.publicMethods(all.getLast()))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(MethodsOfClassFile.publicMethods(all.getFirst()))
                        .contains(method));
    }

    @Test
    void the_meter_counts_and_asks_nobody_for_a_text() {
        CommonEventMeter meter = new CommonEventMeter(Clock.system(), null);
        assertThat(meter.getMilliSecondsSinceLastEvent()).isEqualTo(-1);

        meter.onEvent(null, null, null, null, Operation.CREATE);
        meter.onEvent(null, null, null, null, Operation.READ);
        meter.onEvent(null, null, null, null, Operation.DELETE);
        meter.onFilteredEvent(Operation.UPDATE);
        meter.onErroneousEvent();

        assertThat(meter.getTotalNumberOfEventsSeen()).isEqualTo(5);
        assertThat(meter.getTotalNumberOfCreateEventsSeen()).isEqualTo(1);
        assertThat(meter.getTotalNumberOfUpdateEventsSeen()).isEqualTo(1);
        assertThat(meter.getTotalNumberOfDeleteEventsSeen()).isEqualTo(1);
        assertThat(meter.getNumberOfEventsFiltered()).isEqualTo(1);
        assertThat(meter.getNumberOfErroneousEvents()).isEqualTo(1);
        assertThat(meter.getMilliSecondsSinceLastEvent()).isGreaterThanOrEqualTo(0);
        assertThat(meter.getLastEvent()).isEmpty();
        meter.reset();
        assertThat(meter.getTotalNumberOfEventsSeen()).isZero();
    }
}
