package io.tocsin.cli;

import io.tocsin.model.Rule;
import io.tocsin.model.SafeText;
import io.tocsin.pipeline.evaluate.Lookback;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of a set as a table: what becomes of their rows, and how far back they look. */
final class RuleTable {
    private static final int WIDEST = 60;
    private static final String GAP = "  ";
    private static final List<String> HEAD = List.of("rule", "kind", "key", "windows", "horizon");

    private RuleTable() {}

    /** One line for each statement below a head; columns are as wide as what is in them. */
    static List<String> lines(List<Lookback> lookbacks) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        lookbacks.forEach(l -> rows.add(List.of(
                shown(l.name()),
                kind(l.rule()),
                key(l.rule()),
                windows(l),
                l.need().toString())));
        return table(rows);
    }

    /** Lines of cells, the head first. */
    static List<String> table(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int at = column;
            widths.add(rows.stream().mapToInt(row -> length(row.get(at))).max().orElse(0));
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(i == 0 ? "" : GAP).append(row.get(i)).append(" ".repeat(widths.get(i) - length(row.get(i))));
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String shown(String text) {
        return SafeText.line(text, WIDEST);
    }

    private static String kind(@Nullable Rule rule) {
        return rule == null ? "feeds others" : String.join(", ", rule.kinds());
    }

    private static String key(@Nullable Rule rule) {
        return rule == null || rule.alert() == null || rule.alert().key().isEmpty()
                ? "-"
                : shown(String.join(", ", rule.alert().key()));
    }

    private static String windows(Lookback lookback) {
        return lookback.windows().isEmpty()
                ? "-"
                : shown(lookback.windows().stream().collect(Collectors.joining(" ")));
    }
}
