package io.tocsin.app;

import io.tocsin.config.Meaning;
import io.tocsin.config.Settings;
import io.tocsin.model.AlertJson;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Json;
import io.tocsin.model.Message;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.decode.Decoder;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Steps;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.JournalEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What alerts a run with reloads has to give, told without any: each rule set is evaluated by an engine of its own over the
 * whole log, with the values that variables had at each message, and its rows count between the messages at which it took
 * over and at which the next one did.
 */
final class PlainReloads {
    private final List<Message> log;
    private final Settings settings;
    private final List<String> alerts = new ArrayList<>();
    private final Router router;

    private RuleSet rules;
    private List<List<BiConsumer<Router, Which>>> steps;

    private PlainReloads(List<Message> log, Settings settings, RuleSet rules, List<JournalEntry> journal) {
        this.log = log;
        this.settings = settings;
        this.rules = rules;
        this.router = new Router(rules.rules(), alert -> alerts.add(AlertJson.write(alert)));
        this.steps = steps(rules, journal);
    }

    private interface Which {
        boolean takes(Row row);

        default List<Row> of(List<Row> rows) {
            return rows.stream().filter(this::takes).toList();
        }
    }

    /** The alerts, in order. */
    static List<String> of(List<Message> log, Settings settings, List<JournalEntry> journal) throws Exception {
        Settings now = settings;
        PlainReloads plain = null;
        long done = 0;
        for (JournalEntry entry : journal) {
            if (entry instanceof JournalEntry.Settings s) {
                now = Meaning.read(s.settings(), "journal", settings);
            } else if (entry instanceof JournalEntry.Rules r) {
                List<RuleFile> files = r.files().entrySet().stream()
                        .map(f -> new RuleFile(f.getKey(), f.getValue()))
                        .toList();
                RuleSet next = new RuleCompiler(now).compile(files, f -> f);
                if (plain == null) {
                    plain = new PlainReloads(log, settings, next, journal);
                } else {
                    plain.route(done + 1, r.after());
                    done = r.after();
                    plain.takeOver(next, r.at(), journal);
                }
            }
        }
        if (plain == null) {
            throw new AssertionError("no rules");
        }
        plain.route(done + 1, log.size());
        return plain.alerts;
    }

    private void route(long from, long to) {
        for (long sequence = from; sequence <= to; sequence++) {
            steps.get((int) sequence - 1).forEach(step -> step.accept(router, row -> true));
        }
    }

    private void takeOver(RuleSet next, Checkpoint at, List<JournalEntry> journal) {
        Map<String, String> known = new HashMap<>();
        rules.rules().forEach(rule -> known.put(rule.name(), meaning(rule)));
        Set<String> fresh = next.rules().stream()
                .filter(rule -> rule.alert() != null && !meaning(rule).equals(known.get(rule.name())))
                .map(Rule::name)
                .collect(Collectors.toSet());
        Router scratch = new Router(next.rules(), alert -> {});
        Which which = row -> fresh.contains(row.rule().name())
                || row.rule().resolves().stream().anyMatch(fresh::contains);
        steps = steps(next, journal);
        steps.subList(0, (int) at.sequence()).forEach(message -> message.forEach(step -> step.accept(scratch, which)));
        router.replaceRules(next.rules(), scratch, at.clock().clock(), at.sequence());
        rules = next;
    }

    private static String meaning(Rule rule) {
        return rule.fingerprint()
                + (rule.alert() == null ? "" : Json.array(rule.alert().key()));
    }

    /** What a router has to be told, by message. */
    private List<List<BiConsumer<Router, Which>>> steps(RuleSet set, List<JournalEntry> journal) {
        List<List<BiConsumer<Router, Which>>> all = new ArrayList<>();
        Steps recorder = new Steps() {
            private void add(BiConsumer<Router, Which> step) {
                all.get(all.size() - 1).add(step);
            }

            @Override
            public void timer(long time, long sequence, List<Row> rows) {
                List<Row> kept = List.copyOf(rows);
                add((r, which) -> {
                    r.advance(time, sequence);
                    r.step(time, sequence, null, which.of(kept));
                });
            }

            @Override
            public void clock(long time, long sequence) {
                add((r, which) -> r.advance(time, sequence));
            }

            @Override
            public void event(Metric event, List<Row> rows) {
                List<Row> kept = List.copyOf(rows);
                add((r, which) -> r.step(event.seen(), event.sequence(), event, which.of(kept)));
            }
        };
        Decoder decoder = new Decoder(settings.decode(), new Counters());
        try (Evaluator evaluator = new Evaluator(set, settings, new Checkpoint(0, ClockState.START), recorder)) {
            for (Message m : log) {
                all.add(new ArrayList<>());
                for (JournalEntry entry : journal) {
                    if (entry instanceof JournalEntry.Settings s && s.after() == m.sequence() - 1) {
                        evaluator.settings(Meaning.read(s.settings(), "journal", settings));
                    }
                }
                evaluator.message(m.sequence(), m.timestamp(), decoder.decode(m.data()));
            }
        } catch (io.tocsin.config.ConfigException e) {
            throw new AssertionError(e);
        }
        return all;
    }
}
