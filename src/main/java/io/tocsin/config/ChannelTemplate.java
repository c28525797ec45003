package io.tocsin.config;

import io.tocsin.model.ChannelWord;
import io.tocsin.model.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The name of the channel an alert goes to: a plain one, or one with <code>{severity}</code> and <code>{rule}</code>, each
 * filled in as one {@link ChannelWord}. Different rules never share a channel whose template names the rule. Immutable.
 */
public final class ChannelTemplate {
    private static final String SEVERITY = "severity";
    private static final String RULE = "rule";
    private static final List<String> KNOWN = List.of(SEVERITY, RULE);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final List<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::word).toList();
    private static final String LONGEST_SEVERITY =
            SEVERITIES.stream().reduce("", (a, b) -> b.length() > a.length() ? b : a);
    private static final int MAX_CHANNEL = 255;

    private final String source;

    private ChannelTemplate(String source) {
        this.source = source;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException with a message that follows the value: "names {host}: ..."
     */
    public static ChannelTemplate parse(String text) {
        Matcher placeholders = PLACEHOLDER.matcher(text);
        while (placeholders.find()) {
            String name = placeholders.group(1);
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("names {" + Shown.value(name) + "}"
                        + Nearest.to(name, KNOWN)
                                .map(near -> ", did you mean {" + near + "}?")
                                .orElse(": only {severity} and {rule} can be filled in"));
            }
        }
        String fixed = PLACEHOLDER.matcher(text).replaceAll("x");
        if (fixed.contains("{") || fixed.contains("}")) {
            throw new IllegalArgumentException(
                    "has a brace that belongs to no placeholder: those are {severity} and {rule}");
        }
        if (!Syntax.CHANNEL.accepts(fixed)) {
            throw new IllegalArgumentException("is not " + Syntax.CHANNEL.description());
        }
        ChannelTemplate template = new ChannelTemplate(text);
        int longest = template.fill(LONGEST_SEVERITY, "x".repeat(ChannelWord.MAX_LENGTH))
                .length();
        if (longest > MAX_CHANNEL) {
            throw new IllegalArgumentException(
                    "makes channel names of up to " + longest + " characters, the most is " + MAX_CHANNEL);
        }
        return template;
    }

    /** The channel for alerts of this rule. */
    public String channel(Severity severity, String rule) {
        return fill(severity.word(), ChannelWord.of(rule));
    }

    private String fill(String severity, String rule) {
        return source.replace("{" + SEVERITY + "}", severity).replace("{" + RULE + "}", rule);
    }

    /** Whether it is this channel, or becomes it for some rule. */
    public boolean canBe(String channel) {
        StringBuilder form = new StringBuilder();
        Matcher placeholders = PLACEHOLDER.matcher(source);
        int end = 0;
        while (placeholders.find()) {
            form.append(Pattern.quote(source.substring(end, placeholders.start())));
            form.append(
                    placeholders.group(1).equals(RULE)
                            ? ChannelWord.FORM
                            : SEVERITIES.stream().collect(Collectors.joining("|", "(", ")")));
            end = placeholders.end();
        }
        form.append(Pattern.quote(source.substring(end)));
        return Pattern.matches(form.toString(), channel);
    }

    /** Whether every alert goes to one and the same channel. */
    public boolean isPlain() {
        return !source.contains("{");
    }

    /** As in the settings. */
    @Override
    public String toString() {
        return source;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChannelTemplate t && t.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }
}
