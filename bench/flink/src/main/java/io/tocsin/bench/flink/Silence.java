package io.tocsin.bench.flink;

import io.tocsin.bench.Workload;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.types.Row;
import org.apache.flink.util.Collector;

/** Rings when a sensor has not reported for long: a timer for each value, as in Flink's page on process functions. */
final class Silence extends KeyedProcessFunction<String, Row, Row> {
    private static final long serialVersionUID = 1;

    private transient ValueState<Long> last;

    @Override
    public void open(OpenContext context) {
        last = getRuntimeContext().getState(new ValueStateDescriptor<>("last", Long.class));
    }

    @Override
    public void processElement(Row metric, Context context, Collector<Row> out) throws Exception {
        long time = context.timestamp();
        last.update(time);
        context.timerService().registerEventTimeTimer(time + Workload.SILENCE_MILLIS);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Row> out) throws Exception {
        long time = last.value();
        if (timestamp == time + Workload.SILENCE_MILLIS) {
            String[] sensor = context.getCurrentKey().split(" ");
            out.collect(Row.of("silence", sensor[0], sensor[1], java.time.Instant.ofEpochMilli(time), 0.0));
        }
    }
}
