package io.tocsin.app.ruletest;

import io.tocsin.app.CountLines;
import io.tocsin.observe.Counters;
import java.util.ArrayList;
import java.util.List;

/** What of a test's messages never reached the rules: often why nothing rings. */
final class Skipped {
    private Skipped() {}

    static List<String> of(Counters counters) {
        List<String> remarks = new ArrayList<>();
        CountLines.skipped(counters).forEach((reason, n) -> remarks.add(n + " messages skipped: " + reason));
        CountLines.skippedItems(counters).forEach((kind, n) -> remarks.add(n + " items skipped: " + kind));
        return remarks;
    }
}
