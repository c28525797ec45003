package io.tocsin.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tocsin.config.Settings;
import io.tocsin.config.Size;
import io.tocsin.model.Origin;
import io.tocsin.model.Readings;
import io.tocsin.model.SkipReason;
import io.tocsin.model.SkippedItem;
import io.tocsin.observe.Counters;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One way in which a message can be bad or odd, and what becomes of it. */
class DecoderTest {
    private static final Settings.Decode LIMITS = new Settings.Decode(
            new Size(4096),
            6,
            20,
            12,
            Map.of(
                    "low",
                    new Settings.Bounds(-1.5, null),
                    "high",
                    new Settings.Bounds(null, 7.0),
                    "both",
                    new Settings.Bounds(0.0, 0.0)),
            null);
    private static final String TIME = "2017-09-30T15:10:17.765Z";
    private static final String GOOD = message(TIME, "{\"P\":1.5,\"T\":2}");

    private final Counters counters = new Counters();
    private final Decoder decoder = new Decoder(LIMITS, counters);

    private static String message(String timestamp, String items) {
        return "{\"_id\":\"h\",\"timestamp\":\"" + timestamp + "\",\"items\":" + items + "}";
    }

    private static String items(String items) {
        return message(TIME, items);
    }

    private static String with(String field) {
        return GOOD.replaceFirst("\\{", "{" + field.replace("\\", "\\\\") + ",");
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

    private static Stream<Arguments> skipped() {
        List<Arguments> cases = new ArrayList<>();
        SkipReason why = SkipReason.TOO_LARGE;
        cases.add(arguments("a byte over the limit", bytes(GOOD + " ".repeat(4097 - GOOD.length())), why));
        cases.add(arguments("damaged and over the limit", bytes("{".repeat(4097)), why));

        why = SkipReason.NOT_JSON;
        cases.add(arguments("nothing", bytes(""), why));
        cases.add(arguments("only whitespace", bytes(" \t\r\n"), why));
        cases.add(arguments("plain text", bytes("sensor offline"), why));
        cases.add(arguments("cut off", bytes(GOOD.substring(0, 40)), why));
        cases.add(arguments("last brace missing", bytes(GOOD.substring(0, GOOD.length() - 1)), why));
        cases.add(arguments("a second value", bytes(GOOD + GOOD), why));
        cases.add(arguments("text after the value", bytes(GOOD + "x"), why));
        cases.add(arguments("a brace too many", bytes(GOOD + "}"), why));
        cases.add(arguments("wrong at its end, no _id before", bytes("{\"timestamp\":1}]"), why));
        cases.add(arguments("single quotes", bytes(GOOD.replace('"', '\'')), why));
        cases.add(arguments("a name without quotes", bytes(with("x:1")), why));
        cases.add(arguments("a comment", bytes(GOOD + "/* late */"), why));
        cases.add(arguments("a line comment", bytes(GOOD + "// late"), why));
        cases.add(arguments("a hash comment", bytes(GOOD + "# late"), why));
        cases.add(arguments("a trailing comma", bytes(items("{\"P\":1,}")), why));
        cases.add(arguments("a missing value", bytes(items("{\"P\":}")), why));
        cases.add(arguments("a trailing comma in an array", bytes(with("\"x\":[1,]")), why));
        cases.add(arguments("a leading zero", bytes(items("{\"P\":01}")), why));
        cases.add(arguments("a leading plus", bytes(items("{\"P\":+1}")), why));
        cases.add(arguments("a leading point", bytes(items("{\"P\":.5}")), why));
        cases.add(arguments("a trailing point", bytes(items("{\"P\":5.}")), why));
        cases.add(arguments("a hexadecimal number", bytes(items("{\"P\":0x10}")), why));
        cases.add(arguments("an exponent without digits", bytes(items("{\"P\":1e}")), why));
        cases.add(arguments("a lone minus", bytes(items("{\"P\":-}")), why));
        cases.add(arguments("a decimal comma", bytes(items("{\"P\":1,5}")), why));
        cases.add(arguments("INF", bytes(items("{\"P\":INF}")), why));
        cases.add(arguments("-INF", bytes(items("{\"P\":-INF}")), why));
        cases.add(arguments("+Infinity", bytes(items("{\"P\":+Infinity}")), why));
        cases.add(arguments("+INF", bytes(items("{\"P\":+INF}")), why));
        cases.add(arguments("-NaN", bytes(items("{\"P\":-NaN}")), why));
        cases.add(arguments("nan", bytes(items("{\"P\":nan}")), why));
        cases.add(arguments("NaNs", bytes(items("{\"P\":NaNs}")), why));
        cases.add(arguments("NaN as a name", bytes(items("{NaN:1}")), why));
        cases.add(arguments("True", bytes(items("{\"P\":True}")), why));
        cases.add(arguments("undefined", bytes(with("\"x\":undefined")), why));
        cases.add(arguments("NaN in a damaged document", bytes(items("{\"P\":NaN,}")), why));
        cases.add(arguments("NaN and something after", bytes("NaN x"), why));
        cases.add(arguments("a tab in a string", bytes(with("\"x\":\"a\tb\"")), why));
        cases.add(arguments("an unknown escape", bytes(with("\"x\":\"\\q\"")), why));
        cases.add(arguments("a broken \\u escape", bytes(with("\"x\":\"\\u12g4\"")), why));
        cases.add(arguments("a form feed between values", bytes("{\f}"), why));
        cases.add(arguments("a byte order mark", bytes(0xEF, 0xBB, 0xBF, GOOD), why));
        cases.add(arguments("a stray byte above ASCII", bytes("{\"x\":\"", 0xFF, "\"}"), why));
        cases.add(arguments("an overlong slash", bytes("{\"x\":\"", 0xC0, 0xAF, "\"}"), why));
        cases.add(arguments("an overlong NUL", bytes("{\"x\":\"", 0xC0, 0x80, "\"}"), why));
        cases.add(arguments("an encoded surrogate", bytes("{\"x\":\"", 0xED, 0xA0, 0x80, "\"}"), why));
        cases.add(arguments("above U+10FFFF", bytes("{\"x\":\"", 0xF4, 0x90, 0x80, 0x80, "\"}"), why));
        cases.add(arguments("a cut character", bytes("{\"x\":\"", 0xE2, 0x82, "\"}"), why));
        cases.add(arguments("Latin-1", "{\"x\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1), why));
        for (String charset : List.of("UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE")) {
            cases.add(arguments(charset, GOOD.getBytes(Charset.forName(charset)), why));
        }
        cases.add(arguments("a NUL after the value", bytes(GOOD, 0), why));
        cases.add(arguments("one level too deep", bytes(with("\"x\":[[[[[[]]]]]]")), why));
        cases.add(arguments("too deep, with NaN", bytes(with("\"x\":[[[[[[NaN]]]]]]")), why));

        why = SkipReason.NAN_LITERAL;
        cases.add(arguments("NaN", bytes(items("{\"P\":NaN}")), why));
        cases.add(arguments("Infinity", bytes(items("{\"P\":Infinity}")), why));
        cases.add(arguments("-Infinity", bytes(items("{\"P\":-Infinity}")), why));
        cases.add(arguments("NaN in loc", bytes(with("\"loc\":[NaN,1]")), why));
        cases.add(arguments("NaN deep in an unknown field", bytes(with("\"x\":{\"y\":[1,NaN]}")), why));
        cases.add(arguments("NaN as _id", bytes("{\"_id\":NaN}"), why));
        cases.add(arguments("NaN as timestamp", bytes("{\"timestamp\":NaN}"), why));
        cases.add(arguments("NaN alone", bytes("NaN"), why));
        cases.add(arguments("NaN in a value that is replaced", bytes(items("{\"P\":NaN,\"P\":1}")), why));

        why = SkipReason.NOT_AN_OBJECT;
        cases.add(arguments("an array", bytes("[" + GOOD + "]"), why));
        cases.add(arguments("a number", bytes("42"), why));
        cases.add(arguments("a string", bytes("\"x\""), why));
        cases.add(arguments("null", bytes("null"), why));
        cases.add(arguments("true", bytes("true"), why));

        why = SkipReason.ID;
        cases.add(arguments("an empty object", bytes("{}"), why));
        cases.add(arguments("no _id", bytes(GOOD.replace("_id", "id")), why));
        cases.add(arguments("an empty _id", bytes(GOOD.replace("\"h\"", "\"\"")), why));
        cases.add(arguments("a number as _id", bytes(GOOD.replace("\"h\"", "7")), why));
        cases.add(arguments("null as _id", bytes(GOOD.replace("\"h\"", "null")), why));
        cases.add(arguments("an object as _id", bytes(GOOD.replace("\"h\"", "{\"$oid\":\"h\"}")), why));
        cases.add(arguments("a second _id that is odd", bytes(GOOD.replace("\"h\"", "\"h\",\"_id\":[]")), why));
        cases.add(arguments("no _id, timestamp or items", bytes("{\"x\":1}"), why));

        why = SkipReason.TIMESTAMP;
        cases.add(arguments("no timestamp", bytes("{\"_id\":\"h\",\"items\":{}}"), why));
        cases.add(arguments("epoch ms", bytes("{\"_id\":\"h\",\"timestamp\":1506784217765,\"items\":{}}"), why));
        cases.add(arguments("null as timestamp", bytes("{\"_id\":\"h\",\"timestamp\":null}"), why));
        cases.add(
                arguments("a good timestamp, then an odd one", bytes(GOOD.replace("}}", "},\"timestamp\":[]}")), why));
        for (String timestamp : BAD_TIMESTAMPS) {
            cases.add(arguments("timestamp '" + timestamp + "'", bytes(message(timestamp, "{\"P\":1}")), why));
        }

        why = SkipReason.ITEMS;
        cases.add(arguments("no items", bytes("{\"_id\":\"h\",\"timestamp\":\"" + TIME + "\"}"), why));
        cases.add(arguments("null as items", bytes(items("null")), why));
        cases.add(arguments("an array as items", bytes(items("[{\"P\":1}]")), why));
        cases.add(arguments("a number as items", bytes(items("3")), why));
        cases.add(arguments("good items, then null", bytes(items("{\"P\":1},\"items\":null")), why));

        why = SkipReason.TOO_MANY_ITEMS;
        cases.add(arguments("an item too many", bytes(items(many(21, ""))), why));
        cases.add(arguments("too many items and a long name", bytes(items(many(21, "too-long-for-us"))), why));

        why = SkipReason.NAME_TOO_LONG;
        cases.add(arguments("a long _id", bytes(GOOD.replace("\"h\"", "\"" + "h".repeat(13) + "\"")), why));
        cases.add(arguments("a long name", bytes(items("{\"P\":1,\"" + "n".repeat(13) + "\":2}")), why));
        cases.add(arguments("a long name of a null", bytes(items("{\"" + "n".repeat(13) + "\":null}")), why));
        return cases.stream();
    }

    private static final List<String> BAD_TIMESTAMPS = List.of(
            "",
            "yesterday",
            "1506784217",
            "2017-09-30",
            "2017-09-30T15:10:17",
            "2017-09-30T15:10:17.765",
            "2017-09-30T15:10Z",
            "2017-09-30 15:10:17Z",
            "2017-09-30t15:10:17Z",
            "2017-09-30T15:10:17z",
            "2017-09-30T15:10:17.Z",
            "2017-09-30T15:10:17,765Z",
            "2017-09-30T24:00:00Z",
            "2017-09-30T15:60:00Z",
            "2017-09-30T23:59:60Z",
            "2017-09-31T15:10:17Z",
            "2017-02-29T15:10:17Z",
            "1900-02-29T15:10:17Z",
            "2017-00-30T15:10:17Z",
            "2017-13-30T15:10:17Z",
            "2017-09-00T15:10:17Z",
            "17-09-30T15:10:17Z",
            "+12017-09-30T15:10:17Z",
            "-2017-09-30T15:10:17Z",
            "2017-9-30T15:10:17.0Z",
            "2017-09-30T15:10:17+0300",
            "2017-09-30T15:10:17+03",
            "2017-09-30T15:10:17+24:00",
            "2017-09-30T15:10:17+03:60",
            "2017-09-30T15:10:17+03:00:00",
            "2017-09-30T15:10:17 +03:00",
            "2017-09-30T15:10:17Z ",
            " 2017-09-30T15:10:17Z",
            "2017-09-30T15:10:17ZZ",
            "2017-09-30T15:10:17Z[UTC]",
            "2017-09-30T15:10:1\uff17Z",
            "2017-W39-6T15:10:17Z");

    private static String many(int items, String prefix) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < items; i++) {
            text.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(prefix)
                    .append(i)
                    .append("\":")
                    .append(i);
        }
        return text.append('}').toString();
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("skipped")
    void aBadMessageIsCountedUnderTheFirstReasonThatHolds(String what, byte[] data, SkipReason reason) {
        assertThat(decoder.decode(data)).as(what).isNull();
        for (SkipReason other : SkipReason.values()) {
            assertThat(counters.skipped(other)).as(other.label()).isEqualTo(other == reason ? 1 : 0);
        }
        assertThat(counters.items()).isZero();
        Readings next = readings(GOOD);
        assertThat(next.services()).containsExactly("P", "T");
        assertThat(next.values()).containsExactly(1.5, 2);
    }

    private static Stream<Arguments> decoded() {
        String nothing = "[]";
        return Stream.of(
                arguments("an ordinary message", GOOD, "[P=1.5, T=2.0]", nothing),
                arguments("white space everywhere", " \t\r\n" + GOOD.replace("\":", "\" :\t") + "\r\n", null, null),
                arguments("no item at all", items("{}"), nothing, nothing),
                arguments("null", items("{\"P\":null,\"T\":2}"), "[T=2.0]", "[null]"),
                arguments("a string", items("{\"P\":\"\",\"T\":2}"), "[T=2.0]", "[string]"),
                arguments("a number in quotes", items("{\"P\":\"1.5\",\"T\":2}"), "[T=2.0]", "[string]"),
                arguments("true and false", items("{\"P\":true,\"T\":2,\"X\":false}"), "[T=2.0]", "[boolean, boolean]"),
                arguments("an array", items("{\"P\":[1,{\"T\":3}],\"T\":2}"), "[T=2.0]", "[array]"),
                arguments("an object", items("{\"P\":{\"T\":3},\"T\":2}"), "[T=2.0]", "[object]"),
                arguments("1e400", items("{\"P\":1e400,\"T\":2}"), "[T=2.0]", "[not finite]"),
                arguments("-1e400", items("{\"P\":-1e400,\"T\":2}"), "[T=2.0]", "[not finite]"),
                arguments("400 digits", items("{\"P\":" + "9".repeat(400) + ",\"T\":2}"), "[T=2.0]", "[not finite]"),
                arguments(
                        "the last double",
                        items("{\"P\":1.7976931348623158e308}"),
                        "[P=1.7976931348623157E308]",
                        nothing),
                arguments("just too large", items("{\"P\":1.7976931348623159e308}"), nothing, "[not finite]"),
                arguments("the least double", items("{\"P\":3e-324}"), "[P=4.9E-324]", nothing),
                arguments("less than that", items("{\"P\":1e-400}"), "[P=0.0]", nothing),
                arguments("an endless exponent", items("{\"P\":0e99999999999999999999}"), "[P=0.0]", nothing),
                arguments("rounded once", items("{\"P\":9007199254740993}"), "[P=9.007199254740992E15]", nothing),
                arguments(
                        "a hair above a tie",
                        items("{\"P\":9007199254740993.00000000000000000001}"),
                        "[P=9.007199254740994E15]",
                        nothing),
                arguments("a name twice", items("{\"P\":1,\"T\":2,\"P\":3}"), "[P=3.0, T=2.0]", nothing),
                arguments(
                        "exactly at the bounds",
                        items("{\"low\":-1.5,\"high\":7,\"both\":-0.0}"),
                        "[low=-1.5, high=7.0, both=-0.0]",
                        nothing),
                arguments(
                        "beyond a lower bound",
                        items("{\"P\":1,\"low\":-1.5000000000000002,\"T\":2}"),
                        "[P=1.0, T=2.0]",
                        "[out of range]"),
                arguments(
                        "beyond an upper bound",
                        items("{\"high\":7.000000000000001,\"T\":2}"),
                        "[T=2.0]",
                        "[out of range]"),
                arguments(
                        "beyond both",
                        items("{\"both\":5e-324,\"low\":-2,\"high\":1.7e308}"),
                        nothing,
                        "[out of range, out of range, out of range]"),
                arguments(
                        "bounds of another service",
                        items("{\"lo\":-2,\"Low\":-2,\"low \":-2}"),
                        "[lo=-2.0, Low=-2.0, low =-2.0]",
                        nothing),
                arguments("a name in escapes", items("{\"\\u006cow\":-2,\"T\":2}"), "[T=2.0]", "[out of range]"),
                arguments(
                        "not finite where there are bounds",
                        items("{\"low\":1e400,\"high\":-1e400}"),
                        nothing,
                        "[not finite, not finite]"),
                arguments(
                        "no number where there are bounds",
                        items("{\"low\":null,\"high\":\"9\"}"),
                        nothing,
                        "[null, string]"),
                arguments("beyond, then within", items("{\"low\":-2,\"low\":2}"), "[low=2.0]", nothing),
                arguments("within, then beyond", items("{\"low\":2,\"low\":-2}"), nothing, "[out of range]"),
                arguments("a name twice, last null", items("{\"P\":1,\"T\":2,\"P\":null}"), "[T=2.0]", "[null]"),
                arguments("a name twice, first null", items("{\"P\":null,\"T\":2,\"P\":1}"), "[P=1.0, T=2.0]", nothing),
                arguments("a name twice, once escaped", items("{\"P\":1,\"\\u0050\":3}"), "[P=3.0]", nothing),
                arguments("items twice", items("{\"X\":1,\"Y\":null},\"items\":{\"P\":3}"), "[P=3.0]", nothing),
                arguments("items twice, first odd", items("7,\"items\":{\"P\":3}"), "[P=3.0]", nothing),
                arguments(
                        "a long name, in items that are replaced",
                        items("{\"" + "n".repeat(13) + "\":1},\"items\":{\"P\":3}"),
                        "[P=3.0]",
                        nothing),
                arguments("_id twice, first odd", GOOD.replace("\"h\"", "7,\"_id\":\"h\""), null, null),
                arguments("timestamp twice, first odd", with("\"timestamp\":[{}]"), null, null),
                arguments("twenty names", items(many(20, "")), null, null),
                arguments("twenty names and one again", items(many(20, "").replace("}", ",\"19\":7}")), null, null),
                arguments("an empty name", items("{\"\":1}"), "[=1.0]", nothing),
                arguments("a name of dots and stars", items("{\"a.>*\":1}"), "[a.>*=1.0]", nothing),
                arguments("a name with a line break", items("{\"a\\nb\":1}"), "[a\nb=1.0]", nothing),
                arguments("an accent", items("{\"Pression\u00e9\":1}"), "[Pression\u00e9=1.0]", nothing),
                arguments(
                        "twelve characters above the BMP",
                        items("{\"" + "\ud83d\ude00".repeat(12) + "\":1}"),
                        "[" + "\ud83d\ude00".repeat(12) + "=1.0]",
                        nothing),
                arguments(
                        "the same in escapes",
                        items("{\"" + "\\ud83d\\ude00".repeat(12) + "\":1}"),
                        "[" + "\ud83d\ude00".repeat(12) + "=1.0]",
                        nothing),
                arguments("a lone high surrogate", items("{\"a\\ud800\":1}"), "[a\ud800=1.0]", nothing),
                arguments("a lone low surrogate", items("{\"\\udc00a\":1}"), "[\udc00a=1.0]", nothing),
                arguments("an escaped NUL", items("{\"a\\u0000\":1}"), "[a\u0000=1.0]", nothing),
                arguments("a delete character", items("{\"a\u007f\":1}"), "[a\u007f=1.0]", nothing),
                arguments("an unknown field", with("\"x\":{\"_id\":1,\"items\":{}}"), null, null),
                arguments("the deepest nesting", with("\"x\":[[[[[]]]]]"), null, null),
                arguments("a long unknown name", with("\"" + "x".repeat(500) + "\":0"), null, null),
                arguments("a long unknown text", with("\"x\":\"" + "x".repeat(2000) + "\""), null, null),
                arguments("exactly at the size limit", GOOD + " ".repeat(4096 - GOOD.length()), null, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("decoded")
    void anOddMessageGivesWhatIsUsable(
            String what, String text, @Nullable String events, @Nullable String skippedItems) {
        Readings readings = readings(text);
        assertThat(readings.host()).as(what).isEqualTo("h");
        assertThat(readings.time()).isEqualTo(Instant.parse(TIME).toEpochMilli());
        List<String> given = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            given.add(readings.services()[i] + "=" + readings.values()[i]);
        }
        if (events == null) {
            assertThat(given.size()).isIn(2, 20);
        } else {
            assertThat(given).hasToString(events);
        }
        List<String> kinds = new ArrayList<>();
        for (SkippedItem kind : SkippedItem.values()) {
            for (int i = 0; i < counters.skippedItem(kind); i++) {
                kinds.add(kind.label());
            }
        }
        assertThat(kinds).hasToString(skippedItems == null ? "[]" : skippedItems);
        assertThat(counters.decoded()).isEqualTo(1);
        assertThat(counters.events()).isEqualTo(given.size());
        assertThat(counters.items()).isEqualTo(given.size() + kinds.size());
    }

    private Readings readings(String text) {
        return Objects.requireNonNull(decoder.decode(bytes(text)), "the message was skipped");
    }

    @ParameterizedTest
    @MethodSource("timestamps")
    void aTimestampIsCutToMilliseconds(String timestamp, String instant) {
        assertThat(Instant.ofEpochMilli(readings(message(timestamp, "{}")).time()))
                .isEqualTo(Instant.parse(instant));
    }

    private static Stream<Arguments> timestamps() {
        return Stream.of(
                arguments("2017-09-30T15:10:17Z", "2017-09-30T15:10:17Z"),
                arguments("2017-09-30T15:10:17.7Z", "2017-09-30T15:10:17.700Z"),
                arguments("2017-09-30T15:10:17.07Z", "2017-09-30T15:10:17.070Z"),
                arguments("2017-09-30T15:10:17.765999999999999999Z", "2017-09-30T15:10:17.765Z"),
                arguments("2017-09-30T15:10:17.0009Z", "2017-09-30T15:10:17Z"),
                arguments("2017-09-30T15:10:17." + "9".repeat(300) + "Z", "2017-09-30T15:10:17.999Z"),
                arguments("2017-09-30T18:10:17.765+03:00", "2017-09-30T15:10:17.765Z"),
                arguments("2017-09-30T00:10:17-15:30", "2017-09-30T15:40:17Z"),
                arguments("2017-10-01T00:10:17+23:59", "2017-09-30T00:11:17Z"),
                arguments("2017-09-30T15:10:17-00:00", "2017-09-30T15:10:17Z"),
                arguments("2016-02-29T23:59:59.999Z", "2016-02-29T23:59:59.999Z"),
                arguments("2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"),
                arguments("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"),
                arguments("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
                arguments("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
                arguments("2017-09-30T15:10:17\\u005a", "2017-09-30T15:10:17Z"));
    }

    @Test
    void aDateIsNotTakenForTheOneBefore() {
        assertThat(readings(message("2017-09-30T00:00:00Z", "{}")).time()).isEqualTo(1_506_729_600_000L);
        assertThat(readings(message("2017-10-01T00:00:00Z", "{}")).time()).isEqualTo(1_506_816_000_000L);
        assertThat(readings(message("2017-09-30T00:00:00Z", "{}")).time()).isEqualTo(1_506_729_600_000L);
    }

    @ParameterizedTest
    @MethodSource("locations")
    void anOddLocationDoesNoHarm(String loc, @Nullable Double longitude, @Nullable Double latitude) {
        Readings readings = readings(with("\"loc\":" + loc));
        assertThat(readings.longitude()).isEqualTo(longitude);
        assertThat(readings.latitude()).isEqualTo(latitude);
        assertThat(readings.services()).containsExactly("P", "T");
    }

    private static Stream<Arguments> locations() {
        return Stream.of(
                arguments("[45.13887627405175,-50.7]", 45.13887627405175, -50.7),
                arguments("[1,2,3]", 1.0, 2.0),
                arguments("[1]", 1.0, null),
                arguments("[]", null, null),
                arguments("null", null, null),
                arguments("\"45,50\"", null, null),
                arguments("{\"lon\":1,\"lat\":2}", null, null),
                arguments("[null,2]", null, 2.0),
                arguments("[\"1\",[2]]", null, null),
                arguments("[1e400,2]", null, 2.0),
                arguments("[[9,9],2]", null, 2.0),
                arguments("[1,2],\"loc\":7", null, null));
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void anOddContextDoesNoHarm(String json, @Nullable String context) {
        assertThat(readings(with("\"context\":" + json)).context()).isEqualTo(context);
    }

    private static Stream<Arguments> contexts() {
        return Stream.of(
                arguments("\"594e7bfb46\"", "594e7bfb46"),
                arguments("\"\"", ""),
                arguments("null", null),
                arguments("7", null),
                arguments("[\"a\"]", null),
                arguments("{}", null),
                arguments("\"" + "c".repeat(12) + "\"", "c".repeat(12)),
                arguments("\"" + "c".repeat(13) + "\"", null),
                arguments("\"a\",\"context\":7", null));
    }

    @ParameterizedTest
    @MethodSource("origins")
    void aDerivedEventSaysWhereItComesFrom(String json, @Nullable Origin origin) {
        assertThat(readings(with(json)).origin()).isEqualTo(origin);
    }

    private static Stream<Arguments> origins() {
        String long128 = "p".repeat(128);
        return Stream.of(
                arguments("\"producer\":\"p\",\"number\":7", new Origin("p", 7)),
                arguments("\"number\":1,\"producer\":\"" + long128 + "\"", new Origin(long128, 1)),
                arguments("\"number\":9223372036854775807,\"producer\":\"p\"", new Origin("p", Long.MAX_VALUE)),
                arguments("\"number\":7,\"number\":8,\"producer\":[],\"producer\":\"p\"", new Origin("p", 8)),
                arguments("\"number\":7,\"number\":null,\"producer\":\"p\"", null),
                arguments("\"producer\":\"p\",\"producer\":{\"a\":1},\"number\":7", null),
                arguments("\"producer\":\"p\"", null),
                arguments("\"number\":7", null),
                arguments("\"producer\":\"\",\"number\":7", null),
                arguments("\"producer\":\"p" + long128 + "\",\"number\":7", null),
                arguments("\"producer\":\"p\",\"number\":0", null),
                arguments("\"producer\":\"p\",\"number\":-1", null),
                arguments("\"producer\":\"p\",\"number\":7.0", null),
                arguments("\"producer\":\"p\",\"number\":\"7\"", null),
                arguments("\"producer\":\"p\",\"number\":9223372036854775808", null));
    }

    @Test
    void contextsAndServicesOfOneNameAreOneString() {
        String message = with("\"context\":\"c\"");
        assertThat(readings(message).context())
                .isEqualTo("c")
                .isSameAs(readings(message).context());
        assertThat(readings(GOOD).services()[0]).isSameAs(readings(GOOD).services()[0]);
    }

    @Test
    void hostsWithALoneSurrogateReachTheReaderUnchanged() {
        assertThat(readings(GOOD.replace("\"h\"", "\"\\udfffh\\ud800\"")).host())
                .isEqualTo("\udfffh\ud800");
    }
}
