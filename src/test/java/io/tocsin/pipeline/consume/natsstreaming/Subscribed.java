package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.nats.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the server says of the subscriptions of a channel, by its monitoring port. */
final class Subscribed {
    private Subscribed() {}

    /** A figure of each of them, by the name that the server gives it. */
    static List<Integer> figures(ServerSettings settings, String name) {
        URI uri = URI.create(settings.log().monitor() + "/streaming/channelsz?subs=1&channel="
                + settings.log().channel());
        try {
            String body = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return Pattern.compile("\"" + name + "\": (\\d+)")
                    .matcher(body)
                    .results()
                    .map((MatchResult found) -> Integer.valueOf(found.group(1)))
                    .toList();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
