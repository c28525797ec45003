package io.tocsin.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The lines of a file that a process is still writing; each look reads only what is new. For one thread. */
final class Growing implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final FileChannel file;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    private final StringBuilder rest = new StringBuilder();
    private final List<String> lines = new ArrayList<>();

    Growing(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.READ);
    }

    /** All complete lines so far, of one-byte characters. */
    List<String> lines() throws IOException {
        while (file.read(chunk.clear()) > 0) {
            rest.append(StandardCharsets.ISO_8859_1.decode(chunk.flip()));
        }
        int start = 0;
        for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", start)) {
            lines.add(rest.substring(start, end));
            start = end + 1;
        }
        rest.delete(0, start);
        return lines;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
