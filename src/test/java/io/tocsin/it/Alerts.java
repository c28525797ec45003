package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Alerts and derived events as their readers see them. */
final class Alerts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 8;
    private static final double LAST_BITS = 1e-9;

    private Alerts() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By id, in order of first arrival; the same id twice must be the same alert twice. */
    static Map<String, String> byId(List<String> texts) {
        Map<String, String> alerts = new LinkedHashMap<>();
        for (String text : texts) {
            String before = alerts.put(json(text).path("id").asText(), text);
            assertThat(before == null || before.equals(text))
                    .as("%s%nafter%n%s", text, before)
                    .isTrue();
        }
        return alerts;
    }

    /** The same alerts, the changes of each in the same order; fails with the few that tell what is wrong. */
    static void same(Map<String, String> actual, Map<String, String> expected) {
        assertThat(without(expected, actual)).as("alerts that are missing").isEmpty();
        assertThat(without(actual, expected)).as("alerts too many").isEmpty();
        Map<String, List<String>> changes = changes(expected);
        assertThat(changes(actual).entrySet().stream()
                        .filter(a -> !a.getValue().equals(changes.get(a.getKey())))
                        .limit(SHOWN))
                .as("alerts whose changes come in another order")
                .isEmpty();
        actual.forEach((id, alert) -> equalButLastBits(alert, String.valueOf(expected.get(id))));
    }

    /** The same lines in the same order; fails with the few that tell what is wrong. */
    static void equal(List<String> actual, List<String> expected, String what) {
        int same = 0;
        while (same < Math.min(actual.size(), expected.size())
                && actual.get(same).equals(expected.get(same))) {
            same++;
        }
        assertThat(actual.subList(same, Math.min(actual.size(), same + SHOWN)))
                .as("%s: %s of %s lines are as expected, then", what, same, expected.size())
                .isEqualTo(expected.subList(same, Math.min(expected.size(), same + SHOWN)));
    }

    /** The ids of each alert's changes, in order. */
    private static Map<String, List<String>> changes(Map<String, String> alerts) {
        Map<String, List<String>> changes = new LinkedHashMap<>();
        alerts.forEach(
                (id, text) -> changes.computeIfAbsent(json(text).path("alert").asText(), a -> new ArrayList<>())
                        .add(id));
        return changes;
    }

    private static List<String> without(Map<String, String> alerts, Map<String, String> others) {
        return alerts.entrySet().stream()
                .filter(e -> !others.containsKey(e.getKey()))
                .map(Map.Entry::getValue)
                .limit(SHOWN)
                .toList();
    }

    /** Derived events of one producer by number, in order of first arrival; a number twice must be the same event twice. */
    static Map<Long, String> byNumber(List<String> texts, String producer) {
        Map<Long, String> events = new LinkedHashMap<>();
        for (String text : texts) {
            JsonNode event = json(text);
            if (event.path("producer").asText().equals(producer)) {
                String before = events.put(event.path("number").asLong(), text);
                assertThat(before == null || before.equals(text))
                        .as("%s%nafter%n%s", text, before)
                        .isTrue();
            }
        }
        return events;
    }

    /** Equal in all but the last bits of computed doubles, which a rebuilt window may change, and so in what is read off them. */
    static void equalButLastBits(String actual, String expected) {
        if (!actual.equals(expected)) {
            compare(json(actual), json(expected), actual + "\n" + expected);
        }
    }

    private static void compare(JsonNode actual, JsonNode expected, String what) {
        if (expected.isObject()) {
            assertThat(names(actual)).as(what).isEqualTo(names(expected));
            for (String name : names(expected)) {
                if (!name.equals("producer")) {
                    compare(actual.get(name), expected.get(name), what);
                }
            }
        } else if (expected.isDouble()) {
            assertThat(actual.asDouble())
                    .as(what)
                    .isCloseTo(expected.asDouble(), within(LAST_BITS * Math.abs(expected.asDouble())));
        } else {
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
