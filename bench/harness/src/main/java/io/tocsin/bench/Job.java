package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a contender is to work on.
 *
 * @param file the messages, one a line
 * @param rules the folder of the product's rules
 * @param server the settings file that names the server with the same messages in its log; may be missing
 */
public record Job(Workload workload, Path file, Path rules, Path server) {
    private static final byte LINE_FEED = '\n';

    /** All messages, in memory. */
    public List<byte[]> messages() throws IOException {
        byte[] all = Files.readAllBytes(file);
        List<byte[]> messages = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == LINE_FEED) {
                messages.add(java.util.Arrays.copyOfRange(all, from, i));
                from = i + 1;
            }
        }
        return messages;
    }
}
