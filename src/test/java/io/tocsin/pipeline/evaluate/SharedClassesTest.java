package io.tocsin.pipeline.evaluate;

import static io.tocsin.pipeline.evaluate.Feed.SECOND;
import static io.tocsin.pipeline.evaluate.Feed.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Message;
import io.tocsin.model.Readings;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Engines that share the classes of their rules, one after the other, give what an engine with its own gives. */
class SharedClassesTest {
    private static final Settings SETTINGS = Forms.settings();
    private static final int MESSAGES = 400;

    static List<Forms.Form> forms() {
        return Forms.all();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void anEngineKeepsNothingOfTheOneBefore(Forms.Form form) throws Exception {
        RuleSet own = Rules.compile(SETTINGS, Rules.files(form.rules()));
        RuleSet shared = own.oneEngineAtATime();

        assertThat(rows(shared, 1)).isEqualTo(rows(own, 1));
        assertThat(rows(shared, 2)).isEqualTo(rows(own, 2));
        assertThat(rows(shared, 1)).isEqualTo(rows(own, 1));
    }

    private static List<String> rows(RuleSet rules, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long time = T0;
        try (Feed feed = new Feed(rules, SETTINGS)) {
            for (int i = 1; i <= MESSAGES; i++) {
                time += random.nextInt(20) == 0 ? 400 * SECOND : random.nextLong(20 * SECOND);
                String service = List.of("Temperature", "Pressure", "FlowRate").get(random.nextInt(3));
                feed.evaluator.message(
                        i,
                        Message.NO_TIMESTAMP,
                        new Readings(
                                "host" + random.nextInt(3),
                                time,
                                null,
                                null,
                                "plant",
                                new String[] {service},
                                new double[] {random.nextInt(100)}));
            }
            return List.copyOf(feed.rows);
        }
    }
}
