package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.AlertSpec;
import io.tocsin.model.Json;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import io.tocsin.model.Severity;
import io.tocsin.model.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against the same order made of all the texts. */
class RowOrderTest {
    private static final Comparator<Row> PLAIN = Comparator.comparing(
                    (Row row) -> row.rule().name())
            .thenComparing(row -> {
                AlertSpec alert = row.rule().alert();
                return alert == null ? "" : row.key(alert.key());
            })
            .thenComparing(row -> Json.array(row.values()));

    private static final List<String> BEGINNINGS =
            List.of("", "pump-", "59c8d2f1a3b4e70f5c", "a\"b", "é", "\ud83d\ude00");
    private static final List<String> PARTS =
            List.of("0", "1", "9", "a", "f", " ", "!", "#", "~", "\u007f", "\"", "\\", "\n", "é", "\ud83d", "\u0000");

    private static Rule rule(String name, @Nullable AlertSpec alert) {
        return new Rule(name, "a.epl", 1, List.of("host", "service", "metric"), alert, List.of(), "derived", name);
    }

    private static AlertSpec by(String... columns) {
        return new AlertSpec(Severity.WARNING, Template.parse("x"), List.of(columns), 0, 0, false, false);
    }

    private static final List<Rule> RULES = List.of(
            rule("b", null),
            rule("a", null),
            rule("high", by("host", "service")),
            rule("higher", by("metric", "host")),
            rule("all", by()));

    private static final class Values {
        private final Random random;
        private final String beginning;
        private final int usual;

        Values(Random random) {
            this.random = random;
            beginning = BEGINNINGS.get(random.nextInt(BEGINNINGS.size()));
            usual = random.nextBoolean() ? 5 : PARTS.size(); // mostly nothing that JSON escapes
        }

        @Nullable
        Object next() {
            return switch (random.nextInt(20)) {
                case 0 -> null;
                case 1 -> (long) random.nextInt(200);
                case 2 -> random.nextInt(200) / 8.0;
                default -> text();
            };
        }

        String text() {
            StringBuilder text = new StringBuilder(beginning);
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(PARTS.get(random.nextInt(usual)));
            }
            return text.toString();
        }

        Row row() {
            Rule rule = RULES.get(random.nextInt(RULES.size()));
            boolean sensor = rule.alert() == null && random.nextInt(50) > 0;
            return Row.of(rule, sensor ? text() : next(), next(), random.nextInt(100) / 4.0);
        }
    }

    @Test
    void rowsComeInTheOrderOfTheirTexts() {
        Random random = new Random(20261130);
        for (int i = 0; i < 3_000; i++) {
            Values values = new Values(random);
            List<Row> rows = new ArrayList<>();
            for (int k = random.nextInt(i % 3 == 0 ? 400 : 60); k > 0; k--) {
                rows.add(values.row());
            }
            assertThat(RowOrder.sorted(rows))
                    .isEqualTo(rows.stream().sorted(PLAIN).toList());
        }
    }
}
