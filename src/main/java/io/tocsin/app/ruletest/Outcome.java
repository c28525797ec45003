package io.tocsin.app.ruletest;

import java.time.Duration;
import java.util.List;

/**
 * What became of a test.
 *
 * @param file the test's file, as problems show it
 * @param line where the test stands in it, from 1
 * @param name what the test shows
 * @param lines what came and what should have come, in order of time
 * @param remarks what else went wrong, or may tell why
 * @param passed whether all came that should, and nothing else
 * @param took time on this machine
 */
public record Outcome(
        String file, int line, String name, List<Line> lines, List<String> remarks, boolean passed, Duration took) {

    /** What a line says of a change. */
    public enum Verdict {
        /** It came as expected. */
        CAME,
        /** It was expected, and did not come. */
        MISSING,
        /** It came, and was not expected. */
        UNEXPECTED,
        /** It came, and must never. */
        FORBIDDEN
    }

    /**
     * One change of an alert, or one derived event.
     *
     * @param time epoch ms UTC, for the order
     * @param when the time as the test writes it
     * @param what the change; one line of safe text
     */
    public record Line(Verdict verdict, long time, String when, String what) {}
}
