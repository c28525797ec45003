package io.tocsin.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of text that somebody writes by hand: UTF-8, at most 1 MiB. */
final class TextFile {
    private static final int MAX_FILE = 1024 * 1024;

    private TextFile() {}

    /** What relative paths in a file are relative to. */
    static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /**
     * The whole text.
     *
     * @param before what the reason why it cannot be read follows
     * @param after what follows that reason
     * @param kind what the file should be, one word
     * @throws ConfigException with the one reason why it cannot be read
     */
    static String read(Path file, String before, String after, String kind) throws ConfigException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_FILE + 1);
        } catch (IOException e) {
            throw failure(file, before + Placeholders.reason(file, e) + after);
        }
        if (bytes.length > MAX_FILE) {
            throw failure(file, "is larger than 1 MiB: this is no " + kind + " file");
        }
        return decode(file, bytes);
    }

    private static String decode(Path file, byte[] bytes) throws ConfigException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            List<String> lines = List.of(text.toString().split("\\R", -1));
            String last = lines.get(lines.size() - 1);
            throw new ConfigException(List.of(new Problem(
                    file.toString(),
                    lines.size(),
                    last.codePointCount(0, last.length()) + 1,
                    "this is not UTF-8: save the file in that encoding")));
        }
        return text.toString();
    }

    private static ConfigException failure(Path file, String message) {
        return new ConfigException(List.of(Problem.of(file.toString(), message)));
    }
}
