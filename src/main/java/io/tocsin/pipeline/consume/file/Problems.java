package io.tocsin.pipeline.consume.file;

import io.tocsin.pipeline.consume.LogException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;

/** Says what is wrong with a file, how far it was read and what to do. */
final class Problems {
    private Problems() {}

    static LogException of(String name, long line, IOException e) {
        return new LogException(text(name, line, e), e);
    }

    private static String text(String name, long line, IOException e) {
        if (e instanceof NoSuchFileException) {
            return name + ": no such file; check the path";
        }
        if (e instanceof AccessDeniedException) {
            return name + ": permission denied; make the file readable";
        }
        if (e instanceof EOFException) {
            return "%s: the gzip data ends too early, after line %d; fetch or compress the file again"
                    .formatted(name, line);
        }
        if (e instanceof ZipException) {
            return "%s: the gzip data is damaged after line %d (%s); fetch or compress the file again"
                    .formatted(name, line, e.getMessage());
        }
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return "%s: cannot be read beyond line %d (%s); check the file and its disk".formatted(name, line, what);
    }

    static InterruptedException interrupted(IOException cause) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(cause);
        return interrupted;
    }
}
