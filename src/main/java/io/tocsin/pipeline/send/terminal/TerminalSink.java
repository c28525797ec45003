package io.tocsin.pipeline.send.terminal;

import io.tocsin.model.Alert;
import io.tocsin.pipeline.send.Outcome;
import io.tocsin.pipeline.send.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Alerts as lines of UTF-8 text, for people; see {@link AlertLine}. */
public final class TerminalSink implements Sink {
    private final OutputStream out;
    private final boolean colour;

    /**
     * @param out flushed after each line, never closed. A {@link java.io.PrintStream} hides its failures: to learn of a
     *     closed or full output, give the {@link java.io.FileOutputStream} beneath it
     * @param colour whether to write ANSI colours
     */
    public TerminalSink(OutputStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    @Override
    public String name() {
        return "terminal";
    }

    @Override
    public Outcome send(Alert alert) {
        try {
            out.write((AlertLine.format(alert, colour) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return Outcome.SENT;
        } catch (IOException e) {
            return new Outcome.Unavailable("cannot write to the terminal: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        // the stream is the caller's
    }
}
