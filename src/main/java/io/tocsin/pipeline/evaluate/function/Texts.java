package io.tocsin.pipeline.evaluate.function;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts; positions count from 0. Nothing here gives a text longer than {@value #MOST} characters. */
public final class Texts {
    /** A rule that would make a longer text fails on that event. */
    public static final int MOST = 65_536;

    private Texts() {}

    @SafeFunction(call = "lower(text)", gives = "in small letters")
    public static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    @SafeFunction(call = "upper(text)", gives = "in capital letters")
    public static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    @SafeFunction(call = "trim(text)", gives = "without white space at its ends")
    public static @Nullable String trim(@Nullable String text) {
        return text == null ? null : text.strip();
    }

    @SafeFunction(call = "length(text)", gives = "how many characters it has")
    public static @Nullable Integer length(@Nullable String text) {
        return text == null ? null : text.length();
    }

    @SafeFunction(call = "contains(text, part)", gives = "whether the part is in it")
    public static @Nullable Boolean contains(@Nullable String text, @Nullable String part) {
        return (text == null || part == null) ? null : text.contains(part);
    }

    @SafeFunction(call = "startsWith(text, start)", gives = "whether it starts so")
    public static @Nullable Boolean startsWith(@Nullable String text, @Nullable String start) {
        return (text == null || start == null) ? null : text.startsWith(start);
    }

    @SafeFunction(call = "endsWith(text, end)", gives = "whether it ends so")
    public static @Nullable Boolean endsWith(@Nullable String text, @Nullable String end) {
        return (text == null || end == null) ? null : text.endsWith(end);
    }

    @SafeFunction(call = "indexOf(text, part)", gives = "where the part begins, or -1")
    public static @Nullable Integer indexOf(@Nullable String text, @Nullable String part) {
        return (text == null || part == null) ? null : text.indexOf(part);
    }

    @SafeFunction(
            call = "substring(text, from, to)",
            gives = "the characters from `from` up to, but not with, `to`; what lies outside of the text is left out")
    public static @Nullable String substring(@Nullable String text, @Nullable Integer from, @Nullable Integer to) {
        if (text == null || from == null || to == null) {
            return null;
        }
        int start = Math.max(0, Math.min(from, text.length()));
        return text.substring(start, Math.max(start, Math.min(to, text.length())));
    }

    @SafeFunction(
            call = "part(text, separator, number)",
            gives = "what stands between separators, counted from 0; null where there is no such part")
    public static @Nullable String part(@Nullable String text, @Nullable String separator, @Nullable Integer number) {
        if (text == null || separator == null || number == null || separator.isEmpty()) {
            return null;
        }
        String[] parts = text.split(Pattern.quote(separator), -1);
        return number >= 0 && number < parts.length ? parts[number] : null;
    }

    /** What {@code ||} is compiled to. */
    @SafeFunction(call = "concat(text, text, ...)", gives = "the texts one after the other; the same as `||`")
    public static @Nullable String concat(@Nullable String... texts) {
        long length = 0;
        for (String text : texts) {
            if (text == null) {
                return null;
            }
            length += text.length();
        }
        if (length > MOST) {
            throw new IllegalArgumentException("a text of " + length + " characters, more than " + MOST);
        }
        return String.join("", texts);
    }
}
