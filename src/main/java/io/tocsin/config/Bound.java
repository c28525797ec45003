package io.tocsin.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was read under which path ({@code log.user}), and where it stands in the file. */
final class Bound {
    private final Map<String, @Nullable Object> values = new HashMap<>();
    private final Map<String, Position> positions = new HashMap<>();
    private final Set<String> doubtful = new HashSet<>();

    void value(String path, @Nullable Object value) {
        values.put(path, value);
    }

    void position(String path, Position at) {
        positions.put(path, at);
    }

    /** What a section does not hold may have been meant by its unknown keys. */
    void doubt(String section) {
        doubtful.add(section);
    }

    /** Whether the values were read without a problem, if only as not given. */
    boolean isRead(String... paths) {
        for (String path : paths) {
            boolean doubted = values.get(path) == null && doubtful.contains(section(path));
            if (doubted || !values.containsKey(path)) {
                return false;
            }
        }
        return true;
    }

    @Nullable
    Object value(String path) {
        return values.get(path);
    }

    boolean isInFile(String path) {
        return positions.containsKey(path);
    }

    /** Where the key stands, or the nearest section around it that is in the file. */
    Position position(String path) {
        String nearest = path;
        while (!positions.containsKey(nearest)) {
            if (nearest.isEmpty()) {
                return Position.START;
            }
            nearest = section(nearest);
        }
        return positions.getOrDefault(nearest, Position.START);
    }

    private static String section(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}
