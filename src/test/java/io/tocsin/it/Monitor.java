package io.tocsin.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.server.StreamingServer;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.URI;

/** What the streaming server says of itself. */
final class Monitor {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Monitor() {}

    /** The sequence of the channel's last message; 0 where there is none. */
    static long lastSequence(StreamingServer server, String channel) throws Exception {
        try (InputStream answer = URI.create(server.monitor() + "/streaming/channelsz?channel=" + channel)
                .toURL()
                .openStream()) {
            return JSON.readTree(answer).path("last_seq").asLong();
        } catch (FileNotFoundException e) {
            return 0;
        }
    }
}
