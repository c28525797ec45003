package io.tocsin.config;

/**
 * A mistake in a file of the user, at the token that shows it.
 *
 * @param file the path as the user gave it
 * @param line from 1, or 0 where the file as a whole is meant
 * @param column from 1, in characters, or 0 where the line or file as a whole is meant
 * @param message what is wrong and what to do; never a secret
 */
public record Problem(String file, int line, int column, String message) {

    /** A problem with a file as a whole, as when it cannot be read. */
    public static Problem of(String file, String message) {
        return new Problem(file, 0, 0, message);
    }

    /** {@code file:line:column: warning: message}: for what does not keep anything from running. */
    public String warning() {
        return new Problem(file, line, column, "warning: " + message).toString();
    }

    /** {@code file:line:column: message}, without the numbers that are 0. */
    @Override
    public String toString() {
        String position = line == 0 ? "" : column == 0 ? ":" + line : ":" + line + ":" + column;
        return file + position + ": " + message;
    }
}
