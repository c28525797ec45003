package io.tocsin.pipeline.decode;

import io.tocsin.model.SkippedItem;
import io.tocsin.observe.Counters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items of the message being read: a repeated name keeps its first place and its last value. Not thread-safe. */
final class Items {
    private static final int KEPT_CAPACITY = 64;
    private static final int SCANNED = 16;

    private final int maxItems;
    private final int maxName;
    private @Nullable String[] names = new @Nullable String[KEPT_CAPACITY];
    private double[] values = new double[KEPT_CAPACITY];
    /** Null where the value of the same index is usable. */
    private @Nullable SkippedItem[] kinds = new @Nullable SkippedItem[KEPT_CAPACITY];

    /** Filled from the moment a scan of the names would be slow. */
    private final Map<String, Integer> places = new HashMap<>();

    private int size;
    private int usable;
    private boolean tooMany;
    private boolean nameTooLong;

    Items(int maxItems, int maxName) {
        this.maxItems = maxItems;
        this.maxName = maxName;
    }

    /** Forgets the items, and memory beyond the usual. */
    void clear() {
        if (names.length > KEPT_CAPACITY) {
            names = new @Nullable String[KEPT_CAPACITY];
            values = new double[KEPT_CAPACITY];
            kinds = new @Nullable SkippedItem[KEPT_CAPACITY];
        }
        if (size > SCANNED) {
            places.clear();
        }
        size = 0;
        usable = 0;
        tooMany = false;
        nameTooLong = false;
    }

    /** An item's value: either a finite number, or of a kind that gives no event. */
    void put(String name, double value, @Nullable SkippedItem kind) {
        int place = place(name);
        if (place < 0) {
            return;
        }
        usable += (kind == null ? 1 : 0) - (kinds[place] == null ? 1 : 0);
        values[place] = value;
        kinds[place] = kind;
    }

    /** Where the item of this name stands, if need be as a new one; -1 if there are too many. */
    private int place(String name) {
        int found = find(name);
        if (found >= 0) {
            return found;
        }
        if (size == maxItems) {
            tooMany = true;
            return -1;
        }
        nameTooLong |= isLonger(name, maxName);
        if (size == names.length) {
            int capacity = Math.min(maxItems, size * 2);
            names = Arrays.copyOf(names, capacity);
            values = Arrays.copyOf(values, capacity);
            kinds = Arrays.copyOf(kinds, capacity);
        }
        names[size] = name;
        kinds[size] = null;
        usable++;
        if (size == SCANNED) {
            for (int i = 0; i < size; i++) {
                places.put(names[i], i);
            }
        }
        if (size >= SCANNED) {
            places.put(name, size);
        }
        return size++;
    }

    private int find(String name) {
        if (size > SCANNED) {
            Integer place = places.get(name);
            return place == null ? -1 : place;
        }
        for (int i = 0; i < size; i++) {
            if (name.equals(names[i])) {
                return i;
            }
        }
        return -1;
    }

    boolean tooMany() {
        return tooMany;
    }

    boolean nameTooLong() {
        return nameTooLong;
    }

    /** All of them, a repeated name once. */
    int size() {
        return size;
    }

    int usable() {
        return usable;
    }

    String[] services() {
        if (usable == size) {
            return Arrays.copyOf(names, size);
        }
        String[] services = new String[usable];
        int next = 0;
        for (int i = 0; i < size; i++) {
            if (kinds[i] == null) {
                services[next++] = names[i];
            }
        }
        return services;
    }

    double[] values() {
        if (usable == size) {
            return Arrays.copyOf(values, size);
        }
        double[] metrics = new double[usable];
        int next = 0;
        for (int i = 0; i < size; i++) {
            if (kinds[i] == null) {
                metrics[next++] = values[i];
            }
        }
        return metrics;
    }

    void countSkipped(Counters counters) {
        if (usable == size) {
            return;
        }
        for (int i = 0; i < size; i++) {
            SkippedItem kind = kinds[i];
            if (kind != null) {
                counters.itemSkipped(kind);
            }
        }
    }

    /** Whether a name has more characters than allowed; a lone surrogate is one. */
    static boolean isLonger(String name, int characters) {
        return name.length() > characters && name.codePointCount(0, name.length()) > characters;
    }
}
