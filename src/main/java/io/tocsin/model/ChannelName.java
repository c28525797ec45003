package io.tocsin.model;

import java.util.Optional;

/**
 * What the NATS protocol takes for a channel to publish to: tokens of printable characters joined by single dots, no
 * wildcard ({@code *}, {@code >}) anywhere.
 */
public final class ChannelName {
    private static final int MAX_LENGTH = 255;

    private ChannelName() {}

    /** What is wrong with this channel name, as half a sentence without the name; empty if nothing. */
    public static Optional<String> problem(String name) {
        if (name.isEmpty()) {
            return Optional.of("is empty");
        }
        if (name.length() > MAX_LENGTH) {
            return Optional.of("has " + name.length() + " characters, the most is " + MAX_LENGTH);
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '*' || c == '>') {
                return Optional.of("has the wildcard '" + c + "'");
            }
            if (c == '/' || c == '\\') {
                // The server's file store makes a folder of the name and refuses these.
                return Optional.of("has a '" + c + "'");
            }
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                return Optional.of("has white space or a control character");
            }
        }
        if (name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
            return Optional.of("has an empty part between its dots");
        }
        return Optional.empty();
    }
}
