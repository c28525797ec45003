package io.tocsin.bench;

import java.util.Locale;

/**
 * One round.
 *
 * @param wallNanos how long it took
 * @param cpuNanos of the whole process: collector and compiler too
 * @param allocated bytes, on all threads, or {@link #UNKNOWN}
 */
public record Measured(long events, long alerts, long wallNanos, long cpuNanos, long allocated) {
    /** What a process has allocated that is not of Java. */
    static final long UNKNOWN = -1;

    private static final double NANOS = 1e9;

    /** Per second of wall time. */
    public double eventsPerSecond() {
        return events / (wallNanos / NANOS);
    }

    /** Per second of CPU time. */
    public double eventsPerCpuSecond() {
        return events / (cpuNanos / NANOS);
    }

    /** NaN where it is not known. */
    public double bytesPerEvent() {
        return allocated == UNKNOWN ? Double.NaN : (double) allocated / events;
    }

    String line() {
        return String.format(Locale.ROOT, "%d %d %d %d %d", events, alerts, wallNanos, cpuNanos, allocated);
    }

    /** Reads what a worker has answered. */
    public static Measured parse(String line) {
        String[] f = line.split(" ");
        return new Measured(
                Long.parseLong(f[0]),
                Long.parseLong(f[1]),
                Long.parseLong(f[2]),
                Long.parseLong(f[3]),
                Long.parseLong(f[4]));
    }
}
