package io.tocsin.pipeline.consume;

/** The log is no longer the one that was read before: it was lost or begun anew, or it is another one. */
public final class LogResetException extends LogException {
    private static final long serialVersionUID = 1;

    private final String found;

    public LogResetException(String found, String advice) {
        super(found + ". " + advice);
        this.found = found;
    }

    /** What was found, without the advice. */
    public String found() {
        return found;
    }
}
