package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.config.Size;
import io.tocsin.model.Message;
import io.tocsin.model.SkipReason;
import io.tocsin.model.SkippedItem;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every kind of bad message on its way through decoder and engine, each counted exactly as often as it came. */
class BadMessagesTest {
    private static final Settings SETTINGS = settings();
    private static final String TIME = "2017-09-30T15:10:17.765Z";
    private static final String GOOD = items("{\"P\":1.5,\"T\":2}");

    private static RuleSet rules;

    /** A message and what it must give: either it is skipped for a reason, or some of its items are, each by its kind. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kind(
            String name, byte[] data, Map<SkipReason, Integer> skipped, Map<SkippedItem, Integer> items, int events) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Settings settings() {
        Settings d = Settings.defaults();
        Settings.Decode decode = new Settings.Decode(
                new Size(4096),
                6,
                20,
                12,
                Map.of("P", new Settings.Bounds(0.0, 500.0), "T", new Settings.Bounds(null, 200.0)),
                null);
        Settings.Clock c = d.clock();
        Settings.Clock clock = new Settings.Clock(c.tolerance(), c.stall(), c.leap(), Duration.ofMinutes(1));
        return new Settings(d.log(), decode, d.ttl(), clock, d.feed(), d.rules(), d.state(), d.sinks());
    }

    private static String message(String timestamp, String items) {
        return "{\"_id\":\"h\",\"timestamp\":\"" + timestamp + "\",\"items\":" + items + "}";
    }

    private static String items(String items) {
        return message(TIME, items);
    }

    private static String with(String field) {
        return GOOD.replaceFirst("\\{", "{" + field + ",");
    }

    private static byte[] bytes(Object... parts) {
        var out = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer b) {
                out.write(b);
            } else {
                out.writeBytes(((String) part).getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    private static Kind skipped(SkipReason reason, String name, Object... parts) {
        return new Kind(name, bytes(parts), Map.of(reason, 1), Map.of(), 0);
    }

    private static Kind skipped(SkippedItem kind, int number, int events, String name, String text) {
        return new Kind(name, bytes(text), Map.of(), Map.of(kind, number), events);
    }

    /** Stands at the beginning of each log. */
    private static final String DERIVED = with("\"producer\":\"p\",\"number\":7");

    static final List<Kind> KINDS = List.of(
            skipped(SkipReason.TOO_LARGE, "a byte over the limit", GOOD + " ".repeat(4097 - GOOD.length())),
            skipped(SkipReason.NOT_JSON, "an empty line", ""),
            skipped(SkipReason.NOT_JSON, "only white space", " \t"),
            skipped(SkipReason.NOT_JSON, "plain text", "sensor offline"),
            skipped(SkipReason.NOT_JSON, "cut off", GOOD.substring(0, 40)),
            skipped(SkipReason.NOT_JSON, "the last brace missing", GOOD.substring(0, GOOD.length() - 1)),
            skipped(SkipReason.NOT_JSON, "two in one", GOOD + GOOD),
            skipped(SkipReason.NOT_JSON, "something after it", GOOD + "x"),
            skipped(SkipReason.NOT_JSON, "single quotes", GOOD.replace('"', '\'')),
            skipped(SkipReason.NOT_JSON, "a trailing comma", items("{\"P\":1,}")),
            skipped(SkipReason.NOT_JSON, "a comment", GOOD + "// late"),
            skipped(SkipReason.NOT_JSON, "a missing value", items("{\"P\":}")),
            skipped(SkipReason.NOT_JSON, "a decimal comma", items("{\"P\":1,5}")),
            skipped(SkipReason.NOT_JSON, "a leading zero", items("{\"P\":007}")),
            skipped(SkipReason.NOT_JSON, "a hexadecimal number", items("{\"P\":0x10}")),
            skipped(SkipReason.NOT_JSON, "nan in lower case", items("{\"P\":nan}")),
            skipped(SkipReason.NOT_JSON, "an unknown escape", with("\"x\":\"\\\\q\"")),
            skipped(SkipReason.NOT_JSON, "a raw tab in a string", with("\"x\":\"a\tb\"")),
            skipped(SkipReason.NOT_JSON, "a byte order mark", 0xEF, 0xBB, 0xBF, GOOD),
            skipped(SkipReason.NOT_JSON, "Latin-1", "{\"x\":\"", 0xE9, "\"}"),
            skipped(SkipReason.NOT_JSON, "an overlong form", "{\"x\":\"", 0xC0, 0xAF, "\"}"),
            skipped(SkipReason.NOT_JSON, "an encoded surrogate", "{\"x\":\"", 0xED, 0xA0, 0x80, "\"}"),
            skipped(SkipReason.NOT_JSON, "UTF-16", 0xFE, 0xFF, 0, "{", 0, "}"),
            skipped(SkipReason.NOT_JSON, "a NUL after it", GOOD, 0),
            skipped(SkipReason.NOT_JSON, "too deep", with("\"x\":[[[[[[]]]]]]")),
            skipped(SkipReason.NAN_LITERAL, "NaN", items("{\"P\":NaN,\"T\":2}")),
            skipped(SkipReason.NAN_LITERAL, "Infinity", items("{\"P\":Infinity}")),
            skipped(SkipReason.NAN_LITERAL, "-Infinity in loc", with("\"loc\":[-Infinity,1]")),
            skipped(SkipReason.NOT_AN_OBJECT, "an array of messages", "[" + GOOD + "]"),
            skipped(SkipReason.NOT_AN_OBJECT, "a number", "42"),
            skipped(SkipReason.NOT_AN_OBJECT, "null", "null"),
            skipped(SkipReason.ID, "no _id", GOOD.replace("_id", "id")),
            skipped(SkipReason.ID, "an empty _id", GOOD.replace("\"h\"", "\"\"")),
            skipped(SkipReason.ID, "a number as _id", GOOD.replace("\"h\"", "7")),
            skipped(SkipReason.TIMESTAMP, "no timestamp", GOOD.replace("timestamp", "time")),
            skipped(SkipReason.TIMESTAMP, "null as timestamp", GOOD.replace("\"" + TIME + "\"", "null")),
            skipped(SkipReason.TIMESTAMP, "epoch ms", GOOD.replace("\"" + TIME + "\"", "1506784217765")),
            skipped(SkipReason.TIMESTAMP, "no zone", message("2017-09-30T15:10:17", "{\"P\":1}")),
            skipped(SkipReason.TIMESTAMP, "a blank for the T", message("2017-09-30 15:10:17Z", "{\"P\":1}")),
            skipped(SkipReason.TIMESTAMP, "a day that is none", message("2017-02-29T15:10:17Z", "{\"P\":1}")),
            skipped(SkipReason.TIMESTAMP, "a leap second", message("2016-12-31T23:59:60Z", "{\"P\":1}")),
            skipped(SkipReason.ITEMS, "no items", GOOD.replace("items", "values")),
            skipped(SkipReason.ITEMS, "an array as items", items("[{\"P\":1}]")),
            skipped(SkipReason.ITEMS, "null as items", items("null")),
            skipped(SkipReason.TOO_MANY_ITEMS, "an item too many", items(many(21))),
            skipped(SkipReason.NAME_TOO_LONG, "a long name", items("{\"P\":1,\"" + "n".repeat(13) + "\":2}")),
            skipped(SkipReason.NAME_TOO_LONG, "a long _id", GOOD.replace("\"h\"", "\"" + "h".repeat(13) + "\"")),
            skipped(SkippedItem.NULL, 1, 1, "a null", items("{\"P\":null,\"T\":2}")),
            skipped(SkippedItem.STRING, 2, 1, "numbers in quotes", items("{\"P\":\"1.5\",\"T\":2,\"x\":\"\"}")),
            skipped(SkippedItem.BOOLEAN, 2, 0, "true and false", items("{\"P\":true,\"T\":false}")),
            skipped(SkippedItem.ARRAY, 1, 1, "an array", items("{\"P\":[1],\"T\":2}")),
            skipped(SkippedItem.OBJECT, 1, 1, "an object", items("{\"P\":{\"T\":3},\"T\":2}")),
            skipped(SkippedItem.NOT_FINITE, 1, 1, "1e400", items("{\"P\":1e400,\"T\":2}")),
            skipped(SkippedItem.NOT_FINITE, 1, 0, "400 digits", items("{\"P\":-" + "9".repeat(400) + "}")),
            skipped(SkippedItem.OUT_OF_RANGE, 1, 1, "below the least value", items("{\"P\":-0.001,\"T\":2}")),
            skipped(
                    SkippedItem.OUT_OF_RANGE,
                    2,
                    1,
                    "above the greatest",
                    items("{\"P\":3.4e38,\"T\":200.1,\"x\":9e9}")),
            skipped(
                    SkippedItem.TOO_LATE,
                    2,
                    0,
                    "a ms too late",
                    message("2017-09-30T15:09:17.764Z", "{\"P\":1,\"T\":2}")),
            skipped(SkippedItem.TOO_LATE, 1, 0, "of 1970", message("1970-01-01T00:00:00Z", "{\"P\":1}")),
            skipped(SkippedItem.DUPLICATE, 2, 0, "a derived event again", DERIVED));

    private static String many(int items) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < items; i++) {
            text.append(i == 0 ? "" : ",").append('"').append(i).append("\":").append(i);
        }
        return text.append('}').toString();
    }

    @BeforeAll
    static void compile() throws Exception {
        String rule =
                "@Name('r') @Alert(severity = 'info', summary = '') select host, service from Metric(metric > 1e300);";
        rules = new RuleCompiler(SETTINGS).compile(List.of(new RuleFile("r.epl", rule)), file -> file);
    }

    /** What a replay must count. */
    private static final class Expected {
        private final Map<String, Long> skipped = new LinkedHashMap<>();
        private final Map<String, Long> skippedItems = new LinkedHashMap<>();
        private long received;
        private long events;

        void add(Kind kind) {
            received++;
            events += kind.events();
            kind.skipped().forEach((reason, n) -> skipped.merge(reason.label(), (long) n, Long::sum));
            kind.items().forEach((of, n) -> skippedItems.merge(of.label(), (long) n, Long::sum));
        }

        void good() {
            received++;
            events += 2;
        }

        void isMetBy(ReplaySummary summary) {
            long bad = skipped.values().stream().mapToLong(n -> n).sum();
            long items = skippedItems.values().stream().mapToLong(n -> n).sum();
            assertThat(summary.received()).as("received").isEqualTo(received);
            assertThat(summary.skipped()).as("skipped").isEqualTo(skipped);
            assertThat(summary.decoded()).as("decoded").isEqualTo(received - bad);
            assertThat(summary.events()).as("events").isEqualTo(events);
            assertThat(summary.skippedItems()).as("skipped items").isEqualTo(skippedItems);
            assertThat(summary.items()).as("items").isEqualTo(events + items);
            assertThat(summary.late()).as("late").isZero();
        }
    }

    private static ReplaySummary replay(List<byte[]> data) throws Exception {
        List<Message> log = new ArrayList<>();
        data.forEach(d -> log.add(new Message(log.size() + 1L, Message.NO_TIMESTAMP, d)));
        Replay replay = new Replay(
                Course.of(SETTINGS, rules), new MemoryLog(log), new Pace(Pace.MAX), alert -> {}, sequence -> {});
        return replay.run(new Stretch(1, log.size()));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aBadMessageIsCountedAsOftenAsItComesAndDoesNoHarmToOthers(Kind kind) throws Exception {
        int times = 1 + KINDS.indexOf(kind) % 7;
        Expected expected = new Expected();
        List<byte[]> log = new ArrayList<>();
        log.add(bytes(DERIVED));
        expected.good();
        for (int i = 0; i <= times; i++) {
            log.add(bytes(GOOD));
            expected.good();
            if (i < times) {
                log.add(kind.data());
                expected.add(kind);
            }
        }
        expected.isMetBy(replay(log));
    }

    @Test
    void allKindsInAnyOrderAreEachCountedAsOftenAsTheyCome() throws Exception {
        assertThat(KINDS.stream().map(Kind::name).distinct()).hasSizeGreaterThanOrEqualTo(45);
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            Expected expected = new Expected();
            List<byte[]> log = new ArrayList<>();
            for (Kind kind : KINDS) {
                for (int times = random.nextInt(9); times >= 0; times--) {
                    log.add(kind.data());
                    expected.add(kind);
                }
                log.add(bytes(GOOD));
                expected.good();
            }
            Collections.shuffle(log, random);
            log.add(0, bytes(DERIVED));
            expected.good();
            expected.isMetBy(replay(log));
        }
    }

    @Test
    void theKindsNameEveryReasonAndEveryKindOfItem() {
        assertThat(KINDS.stream().flatMap(kind -> kind.skipped().keySet().stream()))
                .contains(SkipReason.values());
        assertThat(KINDS.stream().flatMap(kind -> kind.items().keySet().stream()))
                .contains(SkippedItem.values());
    }
}
