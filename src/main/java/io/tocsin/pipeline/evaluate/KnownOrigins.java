package io.tocsin.pipeline.evaluate;

import io.tocsin.model.Json;
import io.tocsin.model.Origin;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The derived events that have been evaluated, by producer: the highest number and which of the {@value #BELOW} below it. What
 * lies further back is not known any more, and taken for new. Of more than {@value #MOST} producers the one that was silent
 * for longest is forgotten, so that nobody can fill the memory. A function of the messages alone.
 */
final class KnownOrigins {
    static final int BELOW = 256;
    static final int MOST = 64;

    private final Map<String, Numbers> producers = new LinkedHashMap<>(16, 0.75f, true);
    private String state = "";
    private boolean changed;

    /** Notes it; answers whether it was not known. */
    boolean add(Origin origin) {
        Numbers numbers = producers.get(origin.producer());
        if (numbers == null) {
            producers.put(origin.producer(), new Numbers(origin.number(), new BitSet()));
            if (producers.size() > MOST) {
                producers.remove(producers.keySet().iterator().next());
            }
            changed = true;
            return true;
        }
        changed = true; // also of a known one: its producer was heard last
        return numbers.add(origin.number());
    }

    /** All of it as text, for {@link #restore}; empty where there is nothing. */
    String state() {
        if (changed) {
            List<List<Object>> all = new ArrayList<>();
            producers.forEach(
                    (id, n) -> all.add(List.of(id, n.highest, HexFormat.of().formatHex(n.below.toByteArray()))));
            state = Json.array(all);
            changed = false;
        }
        return state;
    }

    /** Knows what {@link #state} told, and nothing else. */
    void restore(String state) {
        producers.clear();
        if (!state.isEmpty()) {
            for (Object entry : Json.readArray(state)) {
                List<?> fields = (List<?>) Objects.requireNonNull(entry);
                BitSet below = BitSet.valueOf(HexFormat.of().parseHex((String) fields.get(2)));
                producers.put((String) fields.get(0), new Numbers((Long) fields.get(1), below));
            }
        }
        this.state = state;
        changed = false;
    }

    /** The highest number, and the distances of others below it, from 1 to {@link #BELOW}. */
    private static final class Numbers {
        private long highest;
        private BitSet below;

        Numbers(long highest, BitSet below) {
            this.highest = highest;
            this.below = below;
        }

        boolean add(long number) {
            if (number > highest) {
                rise(number - highest);
                highest = number;
                return true;
            }
            long distance = highest - number;
            if (distance == 0 || (distance <= BELOW && below.get((int) distance))) {
                return false;
            }
            if (distance <= BELOW) {
                below.set((int) distance);
            }
            return true;
        }

        private void rise(long by) {
            BitSet moved = new BitSet(BELOW + 1);
            if (by <= BELOW) {
                moved.set((int) by);
                below.stream().filter(d -> d + by <= BELOW).forEach(d -> moved.set(d + (int) by));
            }
            below = moved;
        }
    }
}
