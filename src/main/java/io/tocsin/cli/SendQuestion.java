package io.tocsin.cli;

import io.tocsin.app.ReplaySender;
import io.tocsin.app.ReplaySummary;
import io.tocsin.config.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether a replay may send: asked at a terminal, or answered beforehand by {@code --yes}. */
final class SendQuestion {
    private final boolean send;
    private final boolean yes;

    /** @throws UsageException if nobody can be asked and nothing says yes */
    SendQuestion(boolean send, boolean yes, boolean inputIsData) throws UsageException {
        this.send = send;
        this.yes = yes;
        if (yes && !send) {
            throw new UsageException("--yes answers what --send asks: give both, or neither");
        }
        if (send && !yes && inputIsData) {
            throw new UsageException(
                    "--send asks first, and standard input is the messages: name a file, or give --yes to send without"
                            + " being asked");
        }
        if (send && !yes && !Terminal.canConfirm()) {
            throw new UsageException(
                    "--send asks first, and there is no terminal to ask at: give --yes to send without being asked");
        }
    }

    /** @throws UsageException if there is nowhere to send to */
    void requireSinks(Settings settings) throws UsageException {
        if (send && ReplaySender.sinks(settings).isEmpty()) {
            throw new UsageException(
                    "--send: no sink is on that sends anything; set sinks.nats or sinks.email in the settings");
        }
    }

    boolean isToAsk() {
        return send && !yes;
    }

    /** Says what would be sent and where, and waits for the answer. */
    boolean ask(Settings settings, ReplaySummary counted) throws IOException {
        SortedMap<String, Long> states = new TreeMap<>();
        counted.alerts().values().forEach(rule -> rule.forEach((state, n) -> states.merge(state, n, Long::sum)));
        List<String> sinks = ReplaySender.sinks(settings);
        Terminal.note(String.format(
                Locale.ROOT,
                "this would really send %,d alerts (%s) to: %s",
                states.values().stream().mapToLong(Long::longValue).sum(),
                states.isEmpty() ? "nothing rings" : words(states),
                String.join("; ", sinks)));
        return Terminal.confirm("send them?");
    }

    private static String words(SortedMap<String, Long> states) {
        return states.entrySet().stream()
                .map(state -> String.format(Locale.ROOT, "%s %,d", state.getKey(), state.getValue()))
                .collect(Collectors.joining(", "));
    }
}
