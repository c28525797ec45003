package io.tocsin.pipeline.evaluate;

import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The rows of the current call, in order of coming. Those that are passed over when their step comes are not handed out. */
final class RowBuffer implements Engine.RowReceiver {
    private static final int FIRST_ROOM = 64;

    private final Predicate<Rule> passesOver;
    private final List<Row> rows = new ArrayList<>();
    /** Of each row the time it came at. */
    private long[] times = new long[FIRST_ROOM];

    RowBuffer(Predicate<Rule> passesOver) {
        this.passesOver = passesOver;
    }

    /** Gets the rows of one instant. */
    interface Instant {
        void rows(long time, List<Row> rows);
    }

    @Override
    public void row(long time, Row row) {
        if (rows.size() == times.length) {
            times = Arrays.copyOf(times, 2 * times.length);
        }
        times[rows.size()] = time;
        rows.add(row);
    }

    /** All rows, sorted; the buffer is empty afterwards. */
    List<Row> take() {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<Row> taken = RowOrder.sorted(kept(0, rows.size()));
        rows.clear();
        return taken;
    }

    private List<Row> kept(int from, int to) {
        List<Row> kept = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            Row row = rows.get(i);
            if (!passesOver.test(row.rule())) {
                kept.add(row);
            }
        }
        return kept;
    }

    /** Hands out the rows instant by instant, each sorted, where there are any; the buffer is empty afterwards. */
    void forEachInstant(Instant receiver) {
        int from = 0;
        while (from < rows.size()) {
            long time = times[from];
            int to = from;
            while (to < rows.size() && times[to] == time) {
                to++;
            }
            List<Row> kept = kept(from, to);
            if (!kept.isEmpty()) {
                receiver.rows(time, RowOrder.sorted(kept));
            }
            from = to;
        }
        rows.clear();
    }
}
