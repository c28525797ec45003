package io.tocsin.reference;

import java.util.List;
import java.util.function.Predicate;

/**
 * What {@link ReferenceRules} say of alerts, in Java.
 *
 * @param rings whether an event makes it ring
 * @param timer the rule of {@link PlainTimers} whose rows make it ring, or nothing
 * @param resolver the rule that resolves it, or nothing
 * @param resolves whether an event makes that rule answer
 * @param resolveAfter ms, or {@link #NONE}
 * @param repeat ms, or {@link #NONE}
 */
record AlertRule(
        String name,
        Predicate<Event> rings,
        String timer,
        String resolver,
        Predicate<Event> resolves,
        long resolveAfter,
        long repeat) {
    static final long NONE = 0;

    /** All but the notices, which are never open. */
    static final List<AlertRule> ALL = List.of(
            new AlertRule("high", e -> isP(e) && e.metric() > 90, "", "normal", e -> e.metric() < 85, NONE, NONE),
            new AlertRule("overlap", e -> isQ(e) && e.metric() > 85, "", "enough", e -> e.metric() < 100, NONE, 40_000),
            new AlertRule("brief", e -> isP(e) && e.metric() > 90, "", "", AlertRule::never, 60_000, NONE),
            new AlertRule("patient", e -> isQ(e) && e.metric() >= 90, "", "", AlertRule::never, 100_000, 50_000),
            new AlertRule("lasted", AlertRule::never, "lasting", "", AlertRule::never, 45_000, NONE),
            new AlertRule("quiet", AlertRule::never, "silence", "", AlertRule::never, NONE, 300_000));

    /** Whether it resolves when its sensor reports again. */
    boolean absence() {
        return timer.equals("silence");
    }

    private static boolean never(Event e) {
        return false;
    }

    private static boolean isP(Event e) {
        return e.service().equals("P");
    }

    private static boolean isQ(Event e) {
        return e.service().equals("Q");
    }
}
