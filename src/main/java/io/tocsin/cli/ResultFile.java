package io.tocsin.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's results go: standard output, or a file that is replaced as a whole, and only when all went well. What is
 * no regular file, such as a pipe or {@code /dev/null}, is written to as it is.
 */
final class ResultFile implements AutoCloseable {
    private final String name;
    private final PrintWriter writer;
    private final @Nullable Path target;
    private final @Nullable Path draft;

    private ResultFile(String name, PrintWriter writer, @Nullable Path target, @Nullable Path draft) {
        this.name = name;
        this.writer = writer;
        this.target = target;
        this.draft = draft;
    }

    static ResultFile standardOutput() {
        return new ResultFile(
                "standard output",
                new PrintWriter(
                        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8)),
                null,
                null);
    }

    /**
     * Opens a draft beside the file, so that what cannot be written shows before the work and not after it.
     *
     * @throws UsageException if it cannot be written
     */
    static ResultFile of(Path file) throws UsageException {
        if (Files.isDirectory(file)) {
            throw new UsageException(file + ": is a folder; name a file in it");
        }
        try {
            boolean replaced = !Files.exists(file) || Files.isRegularFile(file);
            Path target = Files.exists(file) ? file.toRealPath() : file;
            Path draft = replaced ? target.resolveSibling(target.getFileName() + ".part") : null;
            PrintWriter writer = new PrintWriter(new OutputStreamWriter(
                    Files.newOutputStream(draft == null ? target : draft), StandardCharsets.UTF_8));
            return new ResultFile(file.toString(), writer, target, draft);
        } catch (IOException e) {
            throw new UsageException(file + ": cannot be written: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage());
    }

    PrintWriter writer() {
        return writer;
    }

    /**
     * All went well: what was written takes its place.
     *
     * @throws IOException if it was not written whole
     */
    void keep() throws IOException {
        if (writer.checkError()) {
            throw new IOException(name + ": cannot be written; is the disk full?");
        }
        if (target != null && draft != null) {
            writer.close();
            try {
                Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new IOException(name + ": cannot be replaced: " + reason(e), e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (target == null) {
            writer.flush();
            return;
        }
        writer.close();
        if (draft != null) {
            Files.deleteIfExists(draft);
        }
    }
}
