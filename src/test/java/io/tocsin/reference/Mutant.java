package io.tocsin.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * An engine, or a rule, that is wrong in one point.
 *
 * @param caughtBy the comparison that tells it from the right one
 */
record Mutant(String name, String caughtBy, String rules, List<Edit> edits) {
    /** The product's source changed: file, text and replacement by threes. */
    static Mutant engine(String name, String caughtBy, String... changes) {
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < changes.length; i += 3) {
            edits.add(new Edit("io/tocsin/" + changes[i] + ".java", changes[i + 1], changes[i + 2]));
        }
        return new Mutant(name, caughtBy, ReferenceRules.of(caughtBy), edits);
    }

    /** A rule changed, while the plain evaluation stays with the right one. */
    static Mutant rule(String name, String caughtBy, String text, String replacement) {
        return new Mutant(
                name, caughtBy, Edit.replace("the rules", ReferenceRules.of(caughtBy), text, replacement), List.of());
    }

    @Override
    public String toString() {
        return name + ", caught by " + caughtBy;
    }
}
