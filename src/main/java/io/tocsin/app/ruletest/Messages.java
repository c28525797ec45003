package io.tocsin.app.ruletest;

import io.tocsin.model.Json;
import io.tocsin.model.Message;
import io.tocsin.model.UtcTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages that a test's series make: one a value, by time, those of one time in order of the series. */
final class Messages {
    private Messages() {}

    /**
     * A message and when it comes.
     *
     * @param at engine time, epoch ms UTC
     */
    record Timed(long at, Message message) {}

    private record Sent(long at, Series series, double value) {}

    static List<Timed> of(RuleTest test) {
        List<Sent> sent = new ArrayList<>();
        for (Series series : test.series()) {
            long at = series.begins().from(test.begins());
            long every = (series.every() == null ? test.every() : series.every()).toMillis();
            for (@Nullable Double value : series.readings()) {
                if (value != null) {
                    sent.add(new Sent(at, series, value));
                }
                at += every;
            }
        }
        sent.sort(Comparator.comparingLong(Sent::at));
        List<Timed> messages = new ArrayList<>();
        for (Sent each : sent) {
            messages.add(new Timed(each.at(), new Message(messages.size() + 1, Message.NO_TIMESTAMP, json(each))));
        }
        return messages;
    }

    private static byte[] json(Sent sent) {
        Series series = sent.series();
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("_id", series.host());
        message.put("timestamp", UtcTime.format(sent.at() - series.late().toMillis()));
        if (series.longitude() != null && series.latitude() != null) {
            message.put("loc", List.of(series.longitude(), series.latitude()));
        }
        if (series.context() != null) {
            message.put("context", series.context());
        }
        message.put("items", Map.of(series.service(), sent.value()));
        return Json.object(message).getBytes(StandardCharsets.UTF_8);
    }
}
