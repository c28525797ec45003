package io.tocsin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static String render(String template, String column, @Nullable Object value) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put(column, value);
        return Template.parse(template).render(row::get);
    }

    @Test
    void columnsAreFilledIn() {
        Map<String, Object> row = Map.of("metric", 93.1, "host", "pump 7");
        assertThat(Template.parse("Pressure {metric} bar on {host}").render(row::get))
                .isEqualTo("Pressure 93.1 bar on pump 7");
        assertThat(Template.parse("{metric}{metric}").render(row::get)).isEqualTo("93.193.1");
        assertThat(Template.parse("{ metric }").render(row::get)).isEqualTo("93.1");
        assertThat(Template.parse("no column").render(row::get)).isEqualTo("no column");
        assertThat(Template.parse("").render(row::get)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0",
        "-0.0, 0",
        "93.1, 93.1",
        "93.0, 93",
        "100000.0, 100000",
        "1234567.0, 1234570",
        "12345.678, 12345.7",
        "-0.123456789, -0.123457",
        "63.50000000000001, 63.5",
        "0.00001, 0.00001",
        "0.00000123456789, 0.00000123457",
        "1.0E-7, 1E-7",
        "999999999999999.0, 1E+15",
        "1.0E15, 1E+15",
        "1.7976931348623157E308, 1.79769E+308",
        "4.9E-324, 4.94066E-324",
    })
    void doublesHaveSixSignificantDigits(double value, String text) {
        assertThat(render("{metric}", "metric", value)).isEqualTo(text);
    }

    /** Against the value's own digits, all of them; many lie in the middle between two results, or beside it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doublesAreRoundedAsWhatTheyAre(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double middle = (random.nextInt(9_000_000) + 1_000_000) / 10 * 10 + 5;
            double value = middle / Math.pow(10, random.nextInt(25) - 10);
            double beside = value + (random.nextInt(9) - 4) * Math.ulp(value);
            for (double v : new double[] {value, -beside, random.nextGaussian() * 1_000, bits(random)}) {
                String digits = new BigDecimal(v)
                        .round(new MathContext(6))
                        .stripTrailingZeros()
                        .unscaledValue()
                        .toString();
                String text = render("{metric}", "metric", v);
                assertThat(new BigDecimal(text).stripTrailingZeros().unscaledValue())
                        .as("%s of %s", text, v)
                        .hasToString(digits);
            }
        }
    }

    private static double bits(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : 0;
    }

    @Test
    void nullAndWhatIsNoNumberIsADash() {
        assertThat(render("{a}", "a", null)).isEqualTo("-");
        assertThat(render("{a}", "b", 1L)).isEqualTo("-");
        assertThat(render("{a}", "a", Double.NaN)).isEqualTo("-");
        assertThat(render("{a}", "a", Double.NEGATIVE_INFINITY)).isEqualTo("-");
    }

    @Test
    void columnsOfEpochMillisAreInstantsByTheirName() {
        assertThat(render("{time}", "time", 1_506_784_217_765L)).isEqualTo("2017-09-30T15:10:17.765Z");
        assertThat(render("{lastTime}", "lastTime", 1_506_784_217_000L)).isEqualTo("2017-09-30T15:10:17.000Z");
        assertThat(render("{overtime}", "overtime", 5L)).isEqualTo("5");
        assertThat(render("{count}", "count", 1_506_784_217_765L)).isEqualTo("1506784217765");
        assertThat(render("{time}", "time", 1.5)).isEqualTo("1.5");
        assertThat(render("{time}", "time", "noon")).isEqualTo("noon");
    }

    @Test
    void twoBracesAreOneAndAClosingOneIsItself() {
        assertThat(render("{{a}} {a}", "a", 1L)).isEqualTo("{a}} 1");
        assertThat(render("{{{a}", "a", 1L)).isEqualTo("{1");
        assertThat(Template.parse("{{a}}").columns()).isEmpty();
    }

    @Test
    void columnsAreToldInOrder() {
        assertThat(Template.parse("{b} {a} {{c} {b}").columns()).containsExactly("b", "a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "on {host       | '{' at character 4 is not closed; write '{{' for a brace",
                "{              | '{' at character 1 is not closed; write '{{' for a brace",
                "{{{            | '{' at character 3 is not closed; write '{{' for a brace",
                "a {} b         | '{}' at character 3 names no column",
                "a { } b        | '{}' at character 3 names no column",
            })
    void aBraceThatMeansNothingIsRefused(String template, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Template.parse(template))
                .withMessage(message);
    }

    @Test
    void neitherLocaleNorTimeZoneMatters() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertThat(render("{metric}", "metric", 1234.5)).isEqualTo("1234.5");
            assertThat(render("{time}", "time", 0L)).isEqualTo("1970-01-01T00:00:00.000Z");
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void templatesOfOneSourceAreEqual() {
        assertThat(Template.parse("{a}")).isEqualTo(Template.parse("{a}")).hasSameHashCodeAs(Template.parse("{a}"));
        assertThat(Template.parse("{a}")).isNotEqualTo(Template.parse("{ a}")).hasToString("{a}");
    }
}
