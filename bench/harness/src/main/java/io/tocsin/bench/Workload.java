package io.tocsin.bench;

/** What the rules ask for, and over which messages. */
public enum Workload {
    THRESHOLDS_10("10 thresholds", 10_000),
    THRESHOLDS_100("100 thresholds", 10_000),
    /** Rings at a full minute for every sensor whose average of five minutes is too high. */
    AVERAGE("5-minute averages, 50k sensors", 10_000),
    /** Rings when a sensor has not reported for a minute. */
    SILENCE_10K("silence, 10k sensors", 2_000),
    SILENCE_100K("silence, 100k sensors", 20_000),
    /** The rules that come with the product. */
    SHIPPED("shipped rules", 10_000);

    /** The average that is too high. */
    public static final double AVERAGE_LIMIT = 1_700;

    /** How long a sensor may be silent. */
    public static final long SILENCE_MILLIS = 60_000;

    private final String title;
    private final int hosts;

    Workload(String title, int hosts) {
        this.title = title;
        this.hosts = hosts;
    }

    public String title() {
        return title;
    }

    /**
     * @param messages how many; half of them where each takes much longer than in the others, twice as many where it takes
     *     so little that a round would be all start
     */
    public Dataset dataset(int messages) {
        return new Dataset(hosts, this == SHIPPED ? messages / 2 : thresholds() > 0 ? messages * 2 : messages);
    }

    /** How many thresholds it has. */
    public int thresholds() {
        return this == THRESHOLDS_10 ? 10 : this == THRESHOLDS_100 ? 100 : 0;
    }

    public boolean isSilence() {
        return this == SILENCE_10K || this == SILENCE_100K;
    }
}
