package io.tocsin.cli;

/** Wrong usage, config, rules or input that cannot be read; ends the command with {@link Exit#USAGE}. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
