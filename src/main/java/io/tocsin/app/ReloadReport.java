package io.tocsin.app;

import java.util.List;

/**
 * What came of rules and settings that were read anew.
 *
 * @param problems of {@link Kind#REFUSED}: each a line
 * @param text for people, one or more lines
 */
record ReloadReport(Kind kind, List<String> problems, String text) {
    /** In the order of their weight. */
    enum Kind {
        /** Nothing that rules depend on has changed. */
        UNCHANGED,
        /** What changed is in effect. */
        DONE,
        /** It is not usable: what was in effect before goes on. */
        REFUSED,
        /** It is usable, but could not be brought into effect: what was in effect before goes on. */
        FAILED
    }

    static ReloadReport of(Kind kind, String text) {
        return new ReloadReport(kind, List.of(), text);
    }

    static ReloadReport refused(List<String> problems) {
        return new ReloadReport(
                Kind.REFUSED,
                problems,
                "the changed rules are refused, the old ones keep running:\n  " + String.join("\n  ", problems));
    }
}
