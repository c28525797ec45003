package io.tocsin.reference;

/** An event as rules see it: {@code seen} is the clock at its evaluation. */
record Event(String host, String service, double metric, long time, long seen, long sequence) {
    boolean isOfSensor(Event other) {
        return host.equals(other.host) && service.equals(other.service);
    }
}
