package io.tocsin.pipeline.evaluate.function;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions by re2j, whose time grows with the length of text and pattern only, whatever the two are: that of
 * {@code java.util.regex} may double with each character.
 */
public final class Regexps {
    /** Steps of a compiled pattern. A text costs at most its length times this. */
    private static final int MOST_STEPS = 2_000;

    private static final int MOST_LENGTH = 1_000;
    /** Patterns are words of rules, so they are few; after many reloads those of old rules are forgotten. */
    private static final int MOST_KEPT = 10_000;

    private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

    private Regexps() {}

    /** What is wrong with a pattern, or null. */
    public static @Nullable String problem(String pattern) {
        if (pattern.length() > MOST_LENGTH) {
            return "has " + pattern.length() + " characters, more than " + MOST_LENGTH;
        }
        try {
            return Pattern.compile(pattern).programSize() > MOST_STEPS
                    ? "is too large; repeat less, as in [0-9]{1,20}"
                    : null;
        } catch (PatternSyntaxException e) {
            return "is no regular expression: " + e.getDescription()
                    + (e.getPattern().isEmpty() ? "" : " '" + e.getPattern() + "'");
        }
    }

    /** Whether the pattern fits all of the text: what {@code regexp} is compiled to. Null for null. */
    public static @Nullable Boolean matches(@Nullable String text, @Nullable String pattern) {
        if (text == null || pattern == null) {
            return null;
        }
        Pattern compiled = COMPILED.get(pattern);
        if (compiled == null) {
            if (COMPILED.size() >= MOST_KEPT) {
                COMPILED.clear();
            }
            compiled = COMPILED.computeIfAbsent(pattern, Pattern::compile);
        }
        return compiled.matches(text);
    }
}
