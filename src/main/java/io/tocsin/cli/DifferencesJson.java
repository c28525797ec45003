package io.tocsin.cli;

import io.tocsin.app.Differences;
import io.tocsin.app.Differences.Difference;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What two rule sets gave differently, for programs: {@code {"kind","before","after"}}, one a line. */
final class DifferencesJson {
    private DifferencesJson() {}

    static String of(Differences differences) {
        StringBuilder text = new StringBuilder();
        for (Difference d : differences.all()) {
            text.append("{\"kind\":\"")
                    .append(d.kind().name().toLowerCase(Locale.ROOT))
                    .append("\",\"before\":")
                    .append(json(d.before()))
                    .append(",\"after\":")
                    .append(json(d.after()))
                    .append("}\n");
        }
        return text.toString();
    }

    private static String json(@Nullable Alert alert) {
        return alert == null ? "null" : AlertJson.write(alert);
    }
}
