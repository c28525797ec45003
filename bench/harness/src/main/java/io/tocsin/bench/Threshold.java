package io.tocsin.bench;

import java.util.ArrayList;
import java.util.List;

/** A rule that rings at every value of a service above a limit. */
public record Threshold(String name, String service, double limit) {

    /** So many rules, over the services of all industries in turn, with rising limits. */
    public static List<Threshold> rules(int count) {
        List<Sensor> sensors = new ArrayList<>();
        for (int i = 0; i < Dataset.ITEMS; i++) {
            for (Sensor.Industry industry : Sensor.INDUSTRIES) {
                sensors.add(industry.sensors().get(i));
            }
        }
        List<Threshold> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Sensor sensor = sensors.get(i % sensors.size());
            int step = i / sensors.size();
            double limit = Math.round((sensor.level() + sensor.noise() * (2 + step * 0.5)) * 100) / 100.0;
            rules.add(new Threshold("limit-%03d".formatted(i), sensor.service(), limit));
        }
        return rules;
    }
}
