package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.Differences.Counts;
import io.tocsin.app.Differences.Difference;
import io.tocsin.app.Differences.Kind;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final Map<String, List<String>> KEYS = Map.of("r", List.of("host"));

    private final Differences differences = new Differences(KEYS, KEYS);

    private static Alert alert(String host, AlertState state, long time, long count) {
        String id = host + state + time;
        return new Alert(
                id,
                host + time,
                "r",
                state,
                Severity.INFO,
                host,
                null,
                time,
                time,
                count,
                1,
                "s",
                Map.of("host", host));
    }

    private static Alert firing(String host, long time) {
        return alert(host, AlertState.FIRING, time, 1);
    }

    private List<String> found() {
        return differences.all().stream()
                .map(d -> d.kind() + " " + time(d.before()) + " " + time(d.after()))
                .toList();
    }

    private static String time(@org.jspecify.annotations.Nullable Alert alert) {
        return alert == null ? "-" : alert.host() + alert.time();
    }

    @Test
    void whatBothGiveIsNoDifferenceWhateverTheOrder() {
        differences.add(List.of(firing("a", 1), firing("b", 1)), List.of(firing("b", 1), firing("a", 1)));

        assertThat(differences.isNone()).isTrue();
        assertThat(differences.counts()).containsExactly(Map.entry("r", new Counts(2, 2)));
    }

    @Test
    void whatOneGivesAppearsOrDisappears() {
        differences.add(List.of(firing("a", 1)), List.of());
        differences.add(List.of(), List.of(firing("b", 2)));

        assertThat(found()).containsExactly("DISAPPEARS a1 -", "APPEARS - b2");
        assertThat(differences.isNone()).isFalse();
    }

    @Test
    void theSameChangeOfTheSameKeyMoves() {
        differences.add(List.of(firing("a", 1)), List.of());
        differences.add(List.of(), List.of(firing("b", 2), firing("a", 3)));
        differences.add(List.of(firing("b", 4), alert("a", AlertState.RESOLVED, 4, 1)), List.of());

        assertThat(found()).containsExactly("MOVES a1 a3", "DISAPPEARS a4 -", "MOVES b4 b2");
    }

    @Test
    void ofThreeTheNearestTwoInOrderAreOne() {
        differences.add(List.of(firing("a", 1), firing("a", 5)), List.of());
        differences.add(List.of(), List.of(firing("a", 6)));

        assertThat(found()).containsExactly("DISAPPEARS a1 -", "MOVES a5 a6");
    }

    @Test
    void atTheSameTimeItChangesUnlessOnlyIdsDiffer() {
        differences.add(List.of(alert("a", AlertState.RESOLVED, 9, 3)), List.of(alert("a", AlertState.RESOLVED, 9, 4)));
        Alert one = firing("b", 9);
        Alert otherId = new Alert("x", "y", "r", one.state(), one.severity(), "b", null, 9, 9, 1, 1, "s", one.values());
        differences.add(List.of(one), List.of(otherId));

        assertThat(differences.all()).extracting(Difference::kind).containsExactly(Kind.CHANGES);
        assertThat(found()).containsExactly("CHANGES a9 a9");
    }

    @Test
    void tooManyAreOnlyCounted() {
        for (int i = 0; i < 100_003; i++) {
            differences.add(List.of(firing("a", i)), List.of());
        }
        assertThat(differences.notKept()).isEqualTo(3);
        assertThat(differences.all()).hasSize(100_000);
    }
}
