package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.send.Outcome;
import io.tocsin.pipeline.send.Sink;
import io.tocsin.pipeline.send.terminal.AlertLine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows the demo's alerts and counts what kinds rang. Safe for any thread. */
final class DemoSink implements Sink {
    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Set<String> ofAbsence;
    private final boolean colour;
    private long threshold;
    private long average;
    private long silence;
    private long resolved;

    DemoSink(Collection<Rule> rules, boolean colour) {
        this.colour = colour;
        ofAbsence = rules.stream()
                .filter(rule -> rule.alert() != null && rule.alert().absence())
                .map(Rule::name)
                .collect(Collectors.toSet());
    }

    synchronized void line(String text) {
        out.println(text);
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public synchronized Outcome send(Alert alert) {
        out.println(AlertLine.format(alert, colour));
        if (alert.rule().startsWith(Rule.RESERVED)) {
            return Outcome.SENT; // no rule that is shown
        }
        if (alert.state() == AlertState.RESOLVED) {
            resolved++;
        } else if (alert.state() == AlertState.FIRING) {
            if (ofAbsence.contains(alert.rule())) {
                silence++;
            } else if (alert.rule().contains("average")) { // as the shipped rules name them
                average++;
            } else {
                threshold++;
            }
        }
        return Outcome.SENT;
    }

    synchronized String counts(long derived) {
        return "threshold=" + threshold + " average=" + average + " silence=" + silence + " resolved=" + resolved
                + " derived=" + derived;
    }

    synchronized boolean complete(long derived) {
        return threshold > 0 && average > 0 && silence > 0 && resolved > 0 && derived > 0;
    }

    @Override
    public void close() {
        out.flush();
    }
}
