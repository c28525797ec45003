package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoundAlertTest {
    private final Alert firing = change("a1", "b1", 5, 5);
    private final Alert resolved = change("c1", "b1", 9, 5);
    private final Alert other = change("a2", "d1", 7, 6);
    private final List<Alert> all = List.of(firing, other, resolved);

    private static Alert change(String id, String alert, long time, long startedAt) {
        return new Alert(
                id, alert, "r", AlertState.FIRING, Severity.INFO, null, null, time, startedAt, 1, 1, "", Map.of());
    }

    @Test
    void theIdOfAChangeMeansThatChangeAndTheAlertsIdItsFirst() {
        assertThat(FoundAlert.among(all, "c")).containsExactly(new FoundAlert(resolved, List.of(firing, resolved)));
        assertThat(FoundAlert.among(all, "b1")).containsExactly(new FoundAlert(firing, List.of(firing, resolved)));
        assertThat(FoundAlert.among(all, "a"))
                .containsExactly(
                        new FoundAlert(firing, List.of(firing, resolved)), new FoundAlert(other, List.of(other)));
        assertThat(FoundAlert.among(all, "f")).isEmpty();
    }

    @Test
    void theBeginOfAnAlertMayBeForgotten() {
        assertThat(new FoundAlert(resolved, List.of(firing, resolved)).begin()).isEqualTo(firing);
        assertThat(new FoundAlert(other, List.of(other)).begin()).isNull();
    }
}
