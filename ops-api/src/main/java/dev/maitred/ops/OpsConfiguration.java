package dev.maitred.ops;

import dev.maitred.contract.Topics;
import dev.maitred.ops.OpsSettings.SourceSettings;
import dev.maitred.ops.answer.IngestCommands;
import dev.maitred.ops.answer.Replica;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.boards.BoardReplica;
import dev.maitred.ops.mapping.SourcesInForce;
import dev.maitred.ops.metrics.MetricsServer;
import dev.maitred.ops.pause.PausedSources;
import dev.maitred.ops.pipeline.Pipeline;
import dev.maitred.ops.pipeline.SourceStatuses;
import dev.maitred.ops.queues.QueueReplica;
import dev.maitred.ops.reconcile.Reconciler;
import dev.maitred.ops.reports.EditionWatch;
import dev.maitred.ops.stream.EventHub;
import dev.maitred.ops.streams.Explanations;
import dev.maitred.ops.streams.StreamsRuntime;
import dev.maitred.ops.trace.Tracer;
import dev.maitred.streams.topology.FoldCounters;
import dev.maitred.streams.topology.VenueQuestions;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who is made of what; read from top to bottom it is the way of an answer. */
@Configuration(proxyBeanMethods = false)
class OpsConfiguration {

    @Bean
    StreamsRuntime streamsRuntime(OpsSettings settings) {
        return new StreamsRuntime(settings, new FoldCounters());
    }

    @Bean
    IngestCommands ingestCommands(OpsSettings settings) {
        return new IngestCommands(settings.kafkaBootstrap());
    }

    @Bean
    BoardAnswers boardAnswers(OpsSettings settings, IngestCommands requests, StreamsRuntime topicsExist) {
        return new BoardAnswers(settings, requests);
    }

    /** The replica of the boards with its watermarks. */
    static final class BoardAnswers implements AutoCloseable {

        final Watermarks watermarks;
        final BoardReplica boards;
        private final Replica replica;

        BoardAnswers(OpsSettings settings, IngestCommands requests) {
            watermarks = new Watermarks(requests::watermark);
            boards = new BoardReplica(watermarks);
            replica = new Replica(settings.kafkaBootstrap(), Topics.BOARDS, boards);
            replica.start();
        }

        @Override
        public void close() {
            replica.close();
        }
    }

    @Bean
    QueueAnswers queueAnswers(OpsSettings settings, IngestCommands requests, StreamsRuntime topicsExist) {
        return new QueueAnswers(settings, requests);
    }

    /** The replica of the queues with its watermarks. */
    static final class QueueAnswers implements AutoCloseable {

        final QueueReplica queues;
        private final Replica replica;

        QueueAnswers(OpsSettings settings, IngestCommands requests) {
            Watermarks watermarks = new Watermarks(requests::watermark);
            queues = new QueueReplica(watermarks);
            replica = new Replica(settings.kafkaBootstrap(), Topics.QUEUES, queues);
            replica.start();
        }

        @Override
        public void close() {
            replica.close();
        }
    }

    @Bean
    BoardReplica boardReplica(BoardAnswers answers) {
        return answers.boards;
    }

    @Bean
    QueueReplica queueReplica(QueueAnswers answers) {
        return answers.queues;
    }

    @Bean
    Explanations explanations(StreamsRuntime runtime) {
        return new Explanations(runtime);
    }

    @Bean
    Pipeline pipeline(BoardAnswers answers, StreamsRuntime runtime, ObjectProvider<SourceStatuses> statuses) {
        Pipeline pipeline = new Pipeline(answers.watermarks, runtime::failure, statuses.getIfAvailable(() -> List::of));
        answers.boards.listen(pipeline);
        return pipeline;
    }

    @Bean
    MetricsServer metricsServer(
            OpsSettings settings,
            BoardAnswers answers,
            ObjectProvider<SourceStatuses> statuses,
            @Value("${maitred.management-port:0}") int port) {
        List<String> sources =
                settings.sources().stream().map(SourceSettings::name).toList();
        return new MetricsServer(port, sources, statuses.getIfAvailable(() -> List::of), answers.watermarks);
    }

    @Bean
    EventHub eventHub(BoardAnswers answers, QueueAnswers queues, Pipeline pipeline, EditionWatch editions) {
        return new EventHub(answers.boards, queues.queues, pipeline, editions);
    }

    @Bean
    SourcesInForce sourcesInForce(OpsSettings settings, ObjectProvider<SourceStatuses> statuses) {
        return new SourcesInForce(settings.sources(), statuses.getIfAvailable(() -> List::of));
    }

    @Bean
    PausedSources pausedSources(BoardAnswers answers, ObjectProvider<SourceStatuses> statuses) {
        return new PausedSources(statuses.getIfAvailable(() -> List::of), answers.watermarks);
    }

    @Bean
    Reconciler reconciler(BoardAnswers answers, PausedSources paused, SourcesInForce sources) {
        return new Reconciler(answers.boards, answers.watermarks, paused, sources::now);
    }

    @Bean
    Tracer tracer(
            OpsSettings settings,
            BoardAnswers answers,
            QueueAnswers queues,
            StreamsRuntime runtime,
            PausedSources paused) {
        return new Tracer(settings, answers.watermarks, queues.queues, new VenueQuestions(runtime.streams()), paused);
    }
}
