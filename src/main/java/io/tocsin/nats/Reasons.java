package io.tocsin.nats;

import java.util.regex.Pattern;

/** One line of text out of an exception. */
final class Reasons {
    private static final int MAX_CAUSES = 20;

    /** The login inside an address such as {@code nats://user:password@host}. */
    private static final Pattern LOGIN = Pattern.compile("(?<=//)[^/@\\s]*@");

    private Reasons() {}

    /** What the innermost cause says. */
    static String of(Throwable e) {
        Throwable inner = e;
        for (int i = 0; i < MAX_CAUSES && inner.getCause() != null; i++) {
            inner = inner.getCause();
        }
        String text = inner.getMessage();
        String reason = text == null || text.isBlank() ? inner.getClass().getSimpleName() : text;
        if (inner instanceof java.nio.file.NoSuchFileException) {
            reason = "no such file";
        }
        return withoutLogin(reason.replaceAll("\\s+", " ").strip());
    }

    static String withoutLogin(String text) {
        return LOGIN.matcher(text).replaceAll("");
    }

    /** Whether an exception of this type is among the causes. */
    static boolean has(Throwable e, Class<? extends Throwable> type) {
        Throwable cause = e;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
