package io.tocsin.app;

import io.tocsin.config.ConfigException;
import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleFolder;
import java.util.ArrayList;
import java.util.List;

/**
 * Rule files and settings as they are on the disk at one moment.
 *
 * @param tests files with tests of the rules
 * @param settings as far as they are readable, else those before
 * @param problems why they cannot be used, often none
 */
record Candidate(List<RuleFile> files, List<RuleFile> tests, Settings settings, List<Problem> problems) {
    /** What a service was started with; tests that cannot be read keep no service from starting. */
    static Candidate started(RuleFolder folder, List<RuleFile> files, Settings settings) {
        List<RuleFile> tests = List.of();
        try {
            tests = folder.tests();
        } catch (RuleException e) {
            // the first look at the folder tells
        }
        return new Candidate(files, tests, settings, List.of());
    }

    static Candidate read(RuleFolder folder, SettingsSource source, Settings before) {
        List<Problem> problems = new ArrayList<>();
        Settings settings = before;
        try {
            settings = source.read();
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        List<RuleFile> files = List.of();
        List<RuleFile> tests = List.of();
        try {
            files = folder.read();
            tests = folder.tests();
        } catch (RuleException e) {
            problems.addAll(e.problems());
        }
        return new Candidate(files, tests, settings, problems);
    }
}
