package io.tocsin.pipeline.consume;

/** A log cannot be read on without a person's decision; the message says what was found and what to do. */
public class LogException extends Exception {
    private static final long serialVersionUID = 1;

    public LogException(String message) {
        super(message);
    }

    public LogException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Reading has ended by an interrupt that nobody asked for, as a library may leave one behind. */
    public static LogException interrupted(InterruptedException cause) {
        return new LogException(
                "reading the log was interrupted from inside; start again, it goes on where it was", cause);
    }
}
