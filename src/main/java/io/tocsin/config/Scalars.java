package io.tocsin.config;

import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Turns the text of one value into its type. Complaints are IllegalArgumentExceptions whose message follows the value,
 * "is not a duration: ...", and never repeats it.
 */
final class Scalars {
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    /** Of a number that may fit; to read many takes time that grows with their square. */
    private static final int MOST_DIGITS = 100;

    private final Path folder;

    /** @param folder what relative paths are relative to */
    Scalars(Path folder) {
        this.folder = folder;
    }

    /** @param plain false for text in quotes, which is never a number or a truth value */
    Object parse(Type type, String text, boolean plain) {
        if (type == String.class) {
            return notEmpty(text);
        }
        if (type == Secret.class) {
            return new Secret(notEmpty(text));
        }
        if (type == ChannelTemplate.class) {
            return ChannelTemplate.parse(notEmpty(text));
        }
        if (type == Object.class) {
            return free(text, plain);
        }
        if (type == Duration.class) {
            return Durations.parse(text);
        }
        if (type == Path.class) {
            return path(notEmpty(text));
        }
        if (type == ZoneId.class) {
            return zone(text);
        }
        if (type == Start.class) {
            return Start.parse(text);
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            return word(c, text);
        }
        if (!plain) {
            throw new IllegalArgumentException("is text: write " + name(type) + " without quotes");
        }
        if (type == Size.class) {
            return Size.parse(text);
        }
        if (type == int.class || type == long.class) {
            return whole(text, type == int.class ? 31 : 63);
        }
        if (type == double.class) {
            return decimal(text);
        }
        if (type == boolean.class) {
            return truth(text);
        }
        throw new IllegalStateException("No way to read " + type);
    }

    /** What a user calls the type. */
    static String name(Type type) {
        if (type == Duration.class) {
            return "a duration";
        }
        if (type == Size.class) {
            return "a size";
        }
        if (type == Path.class) {
            return "a path";
        }
        if (type == ZoneId.class) {
            return "a time zone";
        }
        if (type == Start.class) {
            return "new, beginning, a time or a distance";
        }
        if (type == Secret.class) {
            return "secret text";
        }
        if (type == Object.class) {
            return "a number, true, false or text";
        }
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        if (type == double.class) {
            return "a number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        return type instanceof Class<?> c && c.isEnum() ? String.join(" or ", words(c)) : "text";
    }

    /** The words of an enum, in lower case. */
    static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String notEmpty(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("is empty");
        }
        return text;
    }

    private static Number whole(String text, int bits) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("is not a whole number");
        }
        if (text.length() > MOST_DIGITS || new BigInteger(text).bitLength() > bits) {
            throw new IllegalArgumentException("is too large a number");
        }
        return bits == 31 ? (Number) Integer.valueOf(text) : (Number) Long.valueOf(text);
    }

    private static Double decimal(String text) {
        if (!DECIMAL.matcher(text).matches() || Double.isInfinite(Double.parseDouble(text))) {
            throw new IllegalArgumentException("is not a number");
        }
        return Double.valueOf(text);
    }

    private static Boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("is not a truth value: write true or false");
        }
        return Boolean.valueOf(text);
    }

    private static Object free(String text, boolean plain) {
        if (plain && WHOLE.matcher(text).matches()) {
            return whole(text, 63);
        }
        if (plain && DECIMAL.matcher(text).matches()) {
            return decimal(text);
        }
        return plain && (text.equals("true") || text.equals("false")) ? (Object) Boolean.valueOf(text) : text;
    }

    private Path path(String text) {
        try {
            return folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path", e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "is not a time zone: write UTC or a name such as Europe/Berlin"
                            + Nearest.hint(
                                    text,
                                    ZoneId.getAvailableZoneIds().stream()
                                            .sorted()
                                            .toList()),
                    e);
        }
    }

    private static Object word(Class<?> type, String text) {
        List<String> words = words(type);
        int index = words.indexOf(text);
        if (index < 0) {
            throw new IllegalArgumentException("is not one of " + String.join(", ", words) + Nearest.hint(text, words));
        }
        return type.getEnumConstants()[index];
    }
}
