package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a run says of itself at its clean end: nothing that came in is unaccounted for, at any stage. */
final class Equations {
    private static final String N = "([\\d,]+)";
    private static final Pattern MESSAGES = line("messages  N received, N decoded, N skipped.*");
    private static final Pattern ITEMS = line("items     N, N events, N skipped.*");
    private static final Pattern EVALUATED = line("events    N evaluated, N left to the next start; N late, .*");
    private static final Pattern ROWS = line("rows      N: N fired, N resolved, N notices, N changed nothing");
    private static final Pattern ALERTS = line(
            "alerts    N: N by rows, N by returned sensors, N by timers, N by changed rules, N by gaps of the feed");
    private static final Pattern DERIVED = line("derived   N");
    private static final Pattern OUTBOX = line(
            "outbox    (\\S+): N waited, N added, N put back; N sent, N set aside, N dropped, N collapsed, N waiting");

    private Equations() {}

    private static Pattern line(String form) {
        return Pattern.compile("^" + form.replace("N", N) + "$", Pattern.MULTILINE);
    }

    /** Checks what the command has to account for; a run that was stopped before it guarded has nothing. */
    static void hold(String command, Tocsin.Result result) {
        boolean started = result.err().contains("source: ");
        if (command.equals("run") && result.code() == 0 && started) {
            holdForTotals(result.err());
        }
        if (command.equals("replay") && result.code() == 0 && !result.err().endsWith("stopped\n")) {
            holdForInput(result.out() + result.err());
        }
    }

    private static void holdForInput(String text) {
        List<Long> messages = one(MESSAGES, text);
        List<Long> items = one(ITEMS, text);
        assertThat(messages.get(0)).as("received = decoded + skipped: %s", text).isEqualTo(rest(messages));
        assertThat(items.get(0)).as("items = events + skipped items: %s", text).isEqualTo(rest(items));
    }

    private static void holdForTotals(String text) {
        holdForInput(text);
        List<Long> rows = one(ROWS, text);
        List<Long> alerts = one(ALERTS, text);
        List<Long> evaluated = one(EVALUATED, text);
        assertThat(evaluated.get(0) + evaluated.get(1))
                .as("every event was evaluated, or is left: %s", text)
                .isEqualTo(one(ITEMS, text).get(1));
        assertThat(rows.get(0)).as("rows = alerts + suppressed: %s", text).isEqualTo(rest(rows));
        assertThat(alerts.get(1)).as("alerts by rows: %s", text).isEqualTo(rows.get(1) + rows.get(2) + rows.get(3));
        assertThat(alerts.get(0)).as("alerts by their causes: %s", text).isEqualTo(rest(alerts));

        List<MatchResult> outbox = OUTBOX.matcher(text).results().toList();
        assertThat(outbox.stream().map(m -> m.group(1))).as(text).contains("derived");
        for (MatchResult sink : outbox) {
            List<Long> n = numbers(sink, 2);
            assertThat(n.subList(0, 3).stream().mapToLong(Long::longValue).sum())
                    .as("outbox = sent + set aside + dropped + collapsed + waiting: %s", sink.group())
                    .isEqualTo(
                            n.subList(3, 8).stream().mapToLong(Long::longValue).sum());
            long made =
                    switch (sink.group(1)) {
                        case "derived" -> one(DERIVED, text).get(0);
                        case "dead-letters" -> one(MESSAGES, text).get(2);
                        default -> alerts.get(0);
                    };
            assertThat(n.get(1)).as("all is put into the outbox: %s", text).isEqualTo(made);
        }
    }

    private static List<Long> one(Pattern form, String text) {
        List<MatchResult> found = form.matcher(text).results().toList();
        assertThat(found).as("lines like %s in%n%s", form, text).hasSize(1);
        return numbers(found.get(0), 1);
    }

    private static List<Long> numbers(MatchResult line, int from) {
        List<Long> numbers = new ArrayList<>();
        for (int group = from; group <= line.groupCount(); group++) {
            numbers.add(Long.parseLong(line.group(group).replace(",", "")));
        }
        return numbers;
    }

    private static long rest(List<Long> numbers) {
        return numbers.stream().skip(1).mapToLong(Long::longValue).sum();
    }
}
