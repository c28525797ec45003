package io.tocsin.app;

import io.tocsin.config.Durations;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.pipeline.evaluate.Lookback;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.time.Duration;
import java.util.List;

/**
 * What a rebuilt engine lacks of the past.
 *
 * @param time how much of the horizon is missing, 0 for none
 * @param evicted how many messages behind the mark the log no longer keeps
 * @param rules the rules that need some of it
 */
record Lack(Duration time, long evicted, List<String> rules) {
    /**
     * What is missing at a place.
     *
     * @param completeFrom the engine time from which on nothing is missing; unset where there was nothing before
     * @param horizon how much there should be, ms
     */
    static Lack of(RuleSet rules, Checkpoint at, long completeFrom, long evicted, long horizon) {
        if (!at.clock().isSet() || completeFrom == ClockState.UNSET) {
            return new Lack(Duration.ZERO, 0, List.of());
        }
        long complete = at.clock().clock() - completeFrom;
        return new Lack(
                Duration.ofMillis(Math.max(0, horizon - complete)),
                evicted,
                rules.lookbacks().stream()
                        .filter(l -> needs(l, complete, evicted))
                        .map(Lookback::name)
                        .toList());
    }

    private static boolean needs(Lookback lookback, long complete, long evicted) {
        return switch (lookback.need().kind()) {
            case NONE -> false;
            case LAST_EVENT -> evicted > 0;
            case TIME -> lookback.need().horizon() > complete;
            case UNBOUNDED -> true;
        };
    }

    boolean isNone() {
        return time.isZero() && (evicted == 0 || rules.isEmpty());
    }

    @Override
    public String toString() {
        String messages = evicted + " messages that the log no longer keeps";
        String what = time.isZero()
                ? messages + " are missing"
                : Durations.words(time) + " of the past are missing" + (evicted == 0 ? "" : ", " + messages);
        String who = rules.isEmpty()
                ? "no rule needs them"
                : "the rules " + rules + " need them, and their windows fill again";
        String why = evicted == 0
                ? "marks were kept for less until now, and are kept for as long from here on"
                : "raise the channel's limits";
        return what + ": " + who + "; " + why;
    }
}
