package io.tocsin.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.server.StreamingServer;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What the streaming server says of itself. */
final class Monitor {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Monitor() {}

    /** The sequence of the channel's last message; 0 where there is none. */
    static long lastSequence(StreamingServer server, String channel) throws Exception {
        return channel(server, channel, "last_seq");
    }

    /** Whether it answers. */
    static boolean isThere(StreamingServer server) {
        try {
            clients(server);
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    /** How many subscriptions the channel has. */
    static long readers(StreamingServer server, String channel) throws Exception {
        return channel(server, channel, "subs_count");
    }

    private static long channel(StreamingServer server, String channel, String field) throws Exception {
        try (InputStream answer = URI.create(server.monitor() + "/streaming/channelsz?channel=" + channel)
                .toURL()
                .openStream()) {
            return JSON.readTree(answer).path(field).asLong();
        } catch (FileNotFoundException e) {
            return 0;
        }
    }

    /** The ids of the clients that are connected. */
    static List<String> clients(StreamingServer server) throws Exception {
        try (InputStream answer =
                URI.create(server.monitor() + "/streaming/clientsz").toURL().openStream()) {
            List<String> ids = new ArrayList<>();
            JSON.readTree(answer)
                    .path("clients")
                    .forEach(client -> ids.add(client.path("id").asText()));
            return ids;
        }
    }
}
