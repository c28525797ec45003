package io.tocsin.pipeline.evaluate;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The order that the JSON texts of values have, found without making them, where that is simple. */
final class JsonOrder {
    private static final OptionalInt SAME = OptionalInt.of(0);

    private JsonOrder() {}

    /** How the text of one array compares to that of another; nothing where the texts are needed to tell. */
    static OptionalInt ofArrays(List<? extends @Nullable Object> a, List<? extends @Nullable Object> b) {
        if (a.size() != b.size()) {
            return OptionalInt.empty();
        }
        for (int i = 0; i < a.size(); i++) {
            OptionalInt order = ofValues(a.get(i), b.get(i));
            if (order.isEmpty() || order.getAsInt() != 0) {
                return order;
            }
        }
        return SAME;
    }

    /** Whether {@code compareTo} orders this text, among others of which this is true, as their JSON texts are ordered. */
    static boolean isThatOfTheText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Escaped, or not behind the quote that ends a shorter text; a backslash is doubled, which keeps its place.
            if (c <= '"' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static OptionalInt ofValues(@Nullable Object a, @Nullable Object b) {
        if (a instanceof String x && b instanceof String y) {
            return ofStrings(x, y);
        }
        boolean simple = a == null || a instanceof Long || a instanceof Double || a instanceof Boolean;
        return simple && Objects.equals(a, b) ? SAME : OptionalInt.empty();
    }

    private static OptionalInt ofStrings(String a, String b) {
        int most = Math.min(a.length(), b.length());
        int i = 0;
        while (i < most && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        if (i == a.length() && i == b.length()) {
            return SAME;
        }
        int x = first(a, i);
        int y = first(b, i);
        return x < 0 || y < 0 ? OptionalInt.empty() : OptionalInt.of(x - y);
    }

    /** What the text has at this place: the character, or behind the last one the quote; -1 where it may be escaped. */
    private static int first(String text, int at) {
        if (at == text.length()) {
            return '"';
        }
        char c = text.charAt(at);
        return c >= ' ' && c <= '~' && c != '"' && c != '\\' ? c : -1;
    }
}
