package io.tocsin.pipeline.evaluate;

import io.tocsin.model.Row;
import java.util.ArrayList;
import java.util.List;

/** The rows of the current call, in order of coming. */
final class RowBuffer implements Engine.RowReceiver {
    private final List<Row> rows = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    /** Gets the rows of one instant. */
    interface Instant {
        void rows(long time, List<Row> rows);
    }

    @Override
    public void row(long time, Row row) {
        times.add(time);
        rows.add(row);
    }

    /** All rows, sorted; the buffer is empty afterwards. */
    List<Row> take() {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<Row> taken = RowOrder.sorted(rows);
        clear();
        return taken;
    }

    /** Hands out the rows instant by instant, each sorted; the buffer is empty afterwards. */
    void forEachInstant(Instant receiver) {
        int from = 0;
        while (from < rows.size()) {
            long time = times.get(from);
            int to = from;
            while (to < rows.size() && times.get(to) == time) {
                to++;
            }
            receiver.rows(time, RowOrder.sorted(rows.subList(from, to)));
            from = to;
        }
        clear();
    }

    private void clear() {
        rows.clear();
        times.clear();
    }
}
