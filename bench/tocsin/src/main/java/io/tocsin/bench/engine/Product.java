package io.tocsin.bench.engine;

import io.tocsin.bench.AlertText;
import io.tocsin.bench.Job;
import io.tocsin.config.ConfigException;
import io.tocsin.config.Settings;
import io.tocsin.config.SettingsLoader;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Readings;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.decode.Decoder;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What several contenders need of the product. */
public final class Product {
    private Product() {}

    /** Those of the server's file, or the defaults. */
    public static Settings settings(Job job) throws ConfigException {
        return Files.exists(job.server()) ? SettingsLoader.load(job.server(), System::getenv) : Settings.defaults();
    }

    /** The job's rules, compiled; their classes are loaded once, so that a round does not begin by compiling them anew. */
    public static RuleSet rules(Job job) throws RuleException, InterruptedException {
        return new RuleCompiler(Settings.defaults())
                .compile(new RuleFolder(job.rules()))
                .oneEngineAtATime();
    }

    /** The job's messages, decoded. */
    public static List<Readings> readings(Job job) throws IOException {
        Decoder decoder = new Decoder(Settings.defaults().decode(), new Counters());
        List<Readings> readings = new ArrayList<>();
        for (byte[] message : job.messages()) {
            readings.add(decoder.decode(message));
        }
        return readings;
    }

    /** Counts alerts, and tells them to whoever wants them. */
    public static final class Alerts implements Consumer<Alert> {
        private final Job job;
        private final Consumer<String> texts;
        private long count;

        /**
         * For one round.
         *
         * @param texts gets them, or null
         */
        public Alerts(Job job, Consumer<String> texts) {
            this.job = job;
            this.texts = texts;
        }

        @Override
        public void accept(Alert alert) {
            count++;
            if (texts != null && alert.state() != AlertState.RESOLVED) {
                texts.accept(text(alert));
            }
        }

        private String text(Alert alert) {
            Object last = alert.values().get("lastTime");
            Object average = alert.values().get("average");
            Object metric = alert.values().get("metric");
            boolean silence = job.workload().isSilence();
            long time = last instanceof Long t && silence ? t : alert.time();
            double value = average instanceof Double a ? a : metric instanceof Double m ? m : 0;
            return AlertText.of(
                    alert.rule(), String.valueOf(alert.host()), String.valueOf(alert.service()), time, value);
        }

        /** So far. */
        public long count() {
            return count;
        }
    }
}
