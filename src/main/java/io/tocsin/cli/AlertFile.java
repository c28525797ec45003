package io.tocsin.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Where a replay's alerts go: standard output, or a file that is replaced only when all went well. */
final class AlertFile implements AutoCloseable {
    private final @Nullable Path target;
    private final @Nullable Path draft;
    private final PrintWriter writer;

    /**
     * Opens the place.
     *
     * @param target the file, or null for standard output
     */
    AlertFile(@Nullable Path target) throws UsageException {
        this.target = target;
        this.draft = target == null ? null : draft(target);
        try {
            writer = new PrintWriter(new OutputStreamWriter(
                    draft == null ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(draft),
                    StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UsageException(target + ": cannot be written: " + reason(e));
        }
    }

    private static Path draft(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "no such folder"
                : e instanceof java.nio.file.AccessDeniedException
                        ? "permission denied"
                        : String.valueOf(e.getMessage());
    }

    PrintWriter writer() {
        return writer;
    }

    /** All went well: what was written takes its place. */
    void keep() throws IOException {
        if (writer.checkError()) {
            throw new IOException((target == null ? "standard output" : target.toString())
                    + ": cannot be written; is the disk full?");
        }
        if (target != null && draft != null) {
            writer.close();
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Replaces a small file as a whole. */
    static void write(Path target, String text) throws UsageException {
        try {
            Files.writeString(draft(target), text);
            Files.move(draft(target), target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UsageException(target + ": cannot be written: " + reason(e));
        }
    }

    @Override
    public void close() throws IOException {
        writer.flush();
        if (draft != null) {
            writer.close();
            Files.deleteIfExists(draft);
        }
    }
}
