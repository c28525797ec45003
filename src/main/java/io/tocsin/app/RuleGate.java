package io.tocsin.app;

import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.util.List;

/** Has the last word on rules that compile, before they take over from those that run. */
public interface RuleGate {
    /** Lets all pass. */
    RuleGate OPEN = (folder, candidate, settings) -> List.of();

    /**
     * Why the rules must not take over, or nothing. On the thread that watches the folder.
     *
     * @param folder where they come from
     * @param settings those that would apply
     */
    List<Problem> refuse(RuleFolder folder, RuleSet candidate, Settings settings) throws InterruptedException;
}
