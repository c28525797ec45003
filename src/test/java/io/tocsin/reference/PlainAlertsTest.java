package io.tocsin.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts fire, repeat, resolve and lose their data as a plain telling of each rule and sensor has it. */
class PlainAlertsTest {
    static List<Stream> streams() {
        return Runs.all();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void changesAreThoseOfAPlainTelling(Stream stream) {
        Comparison alerts = Comparison.of(Comparison.ALERTS, stream.timeline(), Runs.of(stream));
        assertThat(alerts.firstDifference()).isEmpty();
        assertThat(Runs.of(stream).changes.stream().map(c -> c.rule() + " " + c.state()))
                .contains(
                        "high resolved",
                        "overlap repeated",
                        "brief resolved",
                        "patient nodata",
                        "patient repeated",
                        "lasted resolved",
                        "lasted nodata",
                        "quiet repeated",
                        "quiet resolved",
                        "notice notice");
    }
}
