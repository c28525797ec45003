package io.tocsin.bench.flink;

import io.tocsin.bench.AlertText;
import io.tocsin.bench.Contender;
import io.tocsin.bench.Dataset;
import io.tocsin.bench.Job;
import io.tocsin.bench.RawJson;
import io.tocsin.bench.Threshold;
import io.tocsin.bench.Workload;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;

/**
 * Flink's local mini cluster on the file of messages. Without parallelism: what counts is CPU time, and a stage more costs
 * only more of it. Object reuse is on, as its documentation advises where functions do not keep what they are given.
 */
public final class Flink implements Contender {
    /** Alerts come on a thread of the cluster, to which a function cannot carry more than what is serialized with it. */
    private static final LongAdder ALERTS = new LongAdder();

    private static volatile Consumer<String> texts;
    private static volatile long end;

    private Job job;
    private long events;

    @Override
    public void prepare(Job given) throws Exception {
        job = given;
        List<byte[]> messages = job.messages();
        events = (long) messages.size() * Dataset.ITEMS;
        RawJson json = new RawJson();
        json.read(messages.get(messages.size() - 1), (service, value) -> {});
        end = json.time();
    }

    @Override
    public Outcome round(Consumer<String> wanted) throws Exception {
        texts = wanted;
        ALERTS.reset();
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        environment.getConfig().enableObjectReuse();
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.executeSql(FlinkSql.messages(job.file().toAbsolutePath()));
        tables.executeSql(FlinkSql.METRICS);
        alerts(tables).map(Flink::count).sinkTo(new DiscardingSink<>());
        environment.execute();
        return new Outcome(events, ALERTS.sum());
    }

    private DataStream<Row> alerts(StreamTableEnvironment tables) {
        if (job.workload().isSilence()) {
            return tables.toDataStream(tables.from("metrics"))
                    .keyBy(row -> row.getField(0) + " " + row.getField(1))
                    .process(new Silence());
        }
        if (job.workload().thresholds() > 0) {
            return tables.toDataStream(tables.from("metrics"))
                    .flatMap(new Limits(Threshold.rules(job.workload().thresholds())));
        }
        return tables.toDataStream(tables.sqlQuery(FlinkSql.AVERAGES));
    }

    /** What rings only because the file has ended is no alert: then every timer fires. */
    private static boolean count(Row row) {
        long time = ((Instant) row.getField(3)).toEpochMilli();
        boolean silence = "silence".equals(row.getField(0));
        if (time + (silence ? Workload.SILENCE_MILLIS : 0) <= end) {
            ALERTS.increment();
            Consumer<String> to = texts;
            if (to != null) {
                to.accept(AlertText.of(
                        (String) row.getField(0), (String) row.getField(1), (String) row.getField(2), time, (Double)
                                row.getField(4)));
            }
        }
        return true;
    }
}
