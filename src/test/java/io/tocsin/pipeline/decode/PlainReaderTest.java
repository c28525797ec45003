package io.tocsin.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import io.tocsin.config.Settings;
import io.tocsin.model.Readings;
import io.tocsin.observe.Counters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read straight from the bytes is read as Jackson reads it. */
class PlainReaderTest {
    private static final String PLAIN =
            "{\"_id\":\"594d186e51b3bc4eb0abafd9\",\"timestamp\":\"2017-09-30T15:10:17.765Z\",\"loc\":[45.13887627405175,-50.7],"
                    + "\"context\":\"594e7bfb463aee1301da2d6b\",\"items\":{\"APFluid\":27.1245,\"Pressure\":88.2,\"x\":-4}}";
    private static final String DERIVED =
            "{\"_id\":\"a\",\"timestamp\":\"2017-09-30T15:10:17Z\",\"items\":{\"a.avg\":1e-3},"
                    + "\"rule\":\"average\",\"producer\":\"tocsin\",\"number\":42,\"more\":-0.5E+2}";
    private static final String SPACED =
            PLAIN.replace(",\"", " ,\t\"").replace("\":", "\" : ").replace("}", "\n}\r\n");

    private final Map<String, Settings.Bounds> ranges = Map.of("Pressure", new Settings.Bounds(5.0, 1e6));
    private final Draft plainDraft = new Draft(5, 24, new Ranges(ranges));
    private final Draft jsonDraft = new Draft(5, 24, new Ranges(ranges));
    private final PlainReader plain = new PlainReader(plainDraft);
    private final JsonReader any = new JsonReader(jsonDraft);
    private final Json json = new Json(8);
    private final Utf8 utf8 = new Utf8();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, DERIVED})
    void whatSendersSendIsPlain(String message) {
        assertThat(plain.read(bytes(message))).isTrue();
        assertThat(plainDraft.fault()).isNull();
    }

    @Test
    void whiteSpaceIsPlain() {
        assertThat(plain.read(bytes(SPACED))).isTrue();
        assertThat(said(plainDraft)).isEqualTo(byJackson(bytes(PLAIN)));
    }

    private static Stream<String> notPlain() {
        return Stream.of(
                "",
                "{",
                "{}",
                "[1]",
                "7",
                PLAIN + "x",
                PLAIN + PLAIN,
                "\ufeff" + PLAIN,
                PLAIN.substring(0, PLAIN.length() - 1),
                PLAIN.replace("Pressure", "Pr\u00e9ssure"),
                PLAIN.replace("Pressure", "Pr\\u0065ssure"),
                PLAIN.replace("Pressure", "Pr\tssure"),
                PLAIN.replace("88.2", "null"),
                PLAIN.replace("88.2", "\"88.2\""),
                PLAIN.replace("88.2", "088.2"),
                PLAIN.replace("88.2", "88."),
                PLAIN.replace("88.2", "88.2e"),
                PLAIN.replace("88.2", "88.2e+"),
                PLAIN.replace("88.2", "+88.2"),
                PLAIN.replace("88.2", "-"),
                PLAIN.replace("88.2", ".2"),
                PLAIN.replace("88.2", "NaN"),
                PLAIN.replace("-4", "-4,"),
                PLAIN.replace("45.13887627405175", "null"),
                PLAIN.replace("[45.13887627405175,-50.7]", "7"),
                PLAIN.replace("\"594d186e51b3bc4eb0abafd9\"", "7"),
                DERIVED.replace("42", "42.0"),
                DERIVED.replace("42", "9223372036854775807"));
    }

    @ParameterizedTest
    @MethodSource("notPlain")
    void theRestIsLeftToJackson(String message) {
        assertThat(plain.read(bytes(message))).isFalse();
    }

    @Test
    void damagedMessagesThatArePlainSayWhatJacksonReads() {
        List<byte[]> good =
                Stream.of(PLAIN, DERIVED, SPACED).map(PlainReaderTest::bytes).toList();
        Random random = new Random(20261129);
        int taken = 0;
        int inputs = 300_000;
        for (int i = 0; i < inputs; i++) {
            byte[] data = good.get(i % good.size());
            for (int n = random.nextInt(3); n >= 0; n--) {
                data = random.nextBoolean() ? Mutations.mutate(data, random) : withNumber(data, random);
            }
            if (plain.read(data)) {
                taken++;
                assertThat(said(plainDraft))
                        .as(new String(data, StandardCharsets.UTF_8))
                        .isEqualTo(byJackson(data));
            }
        }
        assertThat(taken).isBetween(inputs / 5, inputs - inputs / 5);
    }

    @Test
    void aLocationIsReadAnewWhereItIsNotThatOfTheMessageBefore() {
        List<String> locations = List.of(
                "[1,2]",
                "[1,23]",
                "[1,2 ]",
                "[1,2,3]",
                "[1]",
                "[-0.0,0.0]",
                "[0.0,-0.0]",
                "[1e400,2]",
                "[1," + "2".repeat(200) + "]",
                "[1,2",
                "[1,\"2\"]",
                "[]",
                "7");
        Random random = new Random(20261130);
        int taken = 0;
        for (int i = 0; i < 5_000; i++) {
            String location = locations.get(random.nextInt(locations.size()));
            String rest = "\"_id\":\"a\",\"timestamp\":\"2017-09-30T15:10:17Z\",\"items\":{\"x\":1}";
            String loc = "\"loc\":" + location;
            String message = "{" + (random.nextBoolean() ? rest + "," + loc : loc + "," + rest) + "}";
            if (plain.read(bytes(message))) {
                taken++;
                assertThat(said(plainDraft)).as(message).isEqualTo(byJackson(bytes(message)));
            }
        }
        assertThat(taken).isBetween(2_500, 4_500);
    }

    @Test
    void aLocationKeepsItsSign() {
        for (double degrees : new double[] {0.0, -0.0, 0.0, 7.5}) {
            plain.read(bytes(PLAIN.replace("45.13887627405175,-50.7", degrees + "," + degrees)));
            Readings readings = plainDraft.readings(new Counters());
            assertThat(readings.longitude()).isEqualTo(Double.valueOf(degrees));
            assertThat(readings.latitude()).isEqualTo(Double.valueOf(degrees));
        }
    }

    /** Puts another number in the place of one. */
    private static byte[] withNumber(byte[] data, Random random) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        int at = 1 + random.nextInt(text.length() + 1);
        while (at < text.length() && (text.charAt(at - 1) != ':' || !isNumber(text.charAt(at)))) {
            at++;
        }
        int to = at;
        while (to < text.length() && isNumber(text.charAt(to))) {
            to++;
        }
        return at >= text.length()
                ? data
                : (text.substring(0, at) + number(random) + text.substring(to)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isNumber(char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '.';
    }

    private static String number(Random random) {
        StringBuilder number = new StringBuilder(random.nextBoolean() ? "-" : "");
        digits(number, random, 20);
        if (random.nextInt(3) > 0) {
            digits(number.append('.'), random, 25);
        }
        if (random.nextInt(4) == 0) {
            digits(number.append(random.nextBoolean() ? "e" : "E-"), random, 3);
        }
        return number.toString();
    }

    private static void digits(StringBuilder number, Random random, int most) {
        int digit = random.nextInt(4);
        for (int i = random.nextInt(most); i >= 0; i--) {
            number.append((char) ('0' + (digit == 0 ? 0 : digit == 1 ? 9 : random.nextInt(10))));
        }
    }

    @Test
    void numbersAreThoseOfJacksonToTheLastBit() {
        Random random = new Random(7);
        Decimal decimal = new Decimal();
        for (int i = 0; i < 300_000; i++) {
            String number = number(random);
            byte[] data = bytes("[" + number + "]");
            int end = decimal.read(data, 1);
            Double expected = byJackson(number);
            assertThat(end).as(number).isEqualTo(expected == null ? -1 : data.length - 1);
            if (expected != null) {
                assertThat(decimal.value()).as(number).isEqualTo(expected);
            }
        }
    }

    /** Null where Jackson does not take it. */
    private @Nullable Double byJackson(String number) {
        try (JsonParser parser = json.quick(bytes("[" + number + "]"))) {
            parser.nextToken();
            parser.nextToken();
            return parser.getDoubleValue();
        } catch (IOException notANumber) {
            return null;
        }
    }

    private String byJackson(byte[] data) {
        if (!utf8.accepts(data)) {
            return "not UTF-8";
        }
        try (JsonParser parser = json.thorough(data)) {
            any.read(parser, true);
            return said(jsonDraft);
        } catch (IOException e) {
            return "not JSON: " + e;
        }
    }

    private static String said(Draft draft) {
        if (draft.fault() != null) {
            return draft.fault().label();
        }
        Counters counters = new Counters();
        Readings r = draft.readings(counters);
        List<Object> said = new ArrayList<>(List.of(r.host(), r.time(), counters.items(), counters.events()));
        said.add(Arrays.toString(r.services()));
        said.add(Arrays.toString(r.values()));
        said.add(r.longitude());
        said.add(r.latitude());
        said.add(r.context());
        said.add(r.origin());
        return said.toString();
    }
}
