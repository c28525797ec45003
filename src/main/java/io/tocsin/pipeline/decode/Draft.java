package io.tocsin.pipeline.decode;

import io.tocsin.model.Origin;
import io.tocsin.model.Readings;
import io.tocsin.model.SkipReason;
import io.tocsin.model.SkippedItem;
import io.tocsin.observe.Counters;
import org.jspecify.annotations.Nullable;

/**
 * What one document says, as far as it matters, and what is to be thought of it. The whole document is read before it is
 * judged: damage at its end comes before a fault at its beginning. A field that comes again takes its place. Not thread-safe;
 * used for one message after the other.
 */
final class Draft {
    private final int maxName;
    private final @Nullable Ranges ranges;
    private final Items items;

    private boolean nonFinite;
    private boolean object;
    private @Nullable String id;
    private long time;
    private boolean hasItems;
    /** Not a number: none. */
    private double longitude;

    private double latitude;
    private @Nullable String context;
    private @Nullable String producer;
    private long number;
    /** Of the messages before: most have the same again. */
    private Double lastLongitude = 0.0;

    private Double lastLatitude = 0.0;

    /** @param ranges null where every value is admitted */
    Draft(int maxItems, int maxName, @Nullable Ranges ranges) {
        this.maxName = maxName;
        this.ranges = ranges;
        items = new Items(maxItems, maxName);
    }

    /** Forgets everything. */
    void clear() {
        nonFinite = false;
        object = false;
        id = null;
        time = Timestamps.INVALID;
        hasItems = false;
        longitude = Double.NaN;
        latitude = Double.NaN;
        context = null;
        producer = null;
        number = 0;
        items.clear();
    }

    /** It is an object. */
    void object() {
        object = true;
    }

    /** One of the literals NaN, Infinity and -Infinity stands in it. */
    void nonFinite() {
        nonFinite = true;
    }

    /** @param id null where it is no text */
    void id(@Nullable String id) {
        this.id = id;
    }

    /** @param time epoch ms, or {@link Timestamps#INVALID} */
    void time(long time) {
        this.time = time;
    }

    /** Degrees; what is not finite is none. */
    void location(double longitude, double latitude) {
        this.longitude = Double.isFinite(longitude) ? longitude : Double.NaN;
        this.latitude = Double.isFinite(latitude) ? latitude : Double.NaN;
    }

    /** @param context null where it is no text; one that is too long is none */
    void context(@Nullable String context) {
        this.context = context == null || Items.isLonger(context, maxName) ? null : context;
    }

    /** @param producer null where it is no text; one that is too long is none */
    void producer(@Nullable String producer) {
        this.producer = producer == null || producer.length() > Origin.MAX_PRODUCER ? null : producer;
    }

    /** @param number 0 where it is no whole number */
    void number(long number) {
        this.number = number;
    }

    /** The items follow. */
    void items() {
        items.clear();
        hasItems = true;
    }

    /** What stands for the items is none. */
    void noItems() {
        items.clear();
        hasItems = false;
    }

    /** A number, which may be out of range or not finite. */
    void item(String name, double value) {
        items.put(name, value, fault(name, value));
    }

    /** What is no number. */
    void skippedItem(String name, SkippedItem kind) {
        items.put(name, 0, kind);
    }

    private @Nullable SkippedItem fault(String service, double value) {
        if (!Double.isFinite(value)) {
            return SkippedItem.NOT_FINITE;
        }
        return ranges == null || ranges.admits(service, value) ? null : SkippedItem.OUT_OF_RANGE;
    }

    /** The first reason that holds why the document gives no event, or null. */
    @Nullable
    SkipReason fault() {
        if (nonFinite) {
            return SkipReason.NAN_LITERAL;
        }
        if (!object) {
            return SkipReason.NOT_AN_OBJECT;
        }
        if (id == null || id.isEmpty()) {
            return SkipReason.ID;
        }
        if (time == Timestamps.INVALID) {
            return SkipReason.TIMESTAMP;
        }
        if (!hasItems) {
            return SkipReason.ITEMS;
        }
        if (items.tooMany()) {
            return SkipReason.TOO_MANY_ITEMS;
        }
        return Items.isLonger(id, maxName) || items.nameTooLong() ? SkipReason.NAME_TOO_LONG : null;
    }

    /** What a document without a fault gives; its items are counted. */
    Readings readings(Counters counters) {
        if (id == null) {
            throw new IllegalStateException("a faulty message has no readings");
        }
        items.countSkipped(counters);
        counters.messageDecoded(items.size(), items.usable());
        lastLongitude = boxed(longitude, lastLongitude);
        lastLatitude = boxed(latitude, lastLatitude);
        return new Readings(
                id,
                time,
                Double.isNaN(longitude) ? null : lastLongitude,
                Double.isNaN(latitude) ? null : lastLatitude,
                context,
                items.services(),
                items.values(),
                origin());
    }

    private static Double boxed(double degrees, Double last) {
        return Double.doubleToRawLongBits(degrees) == Double.doubleToRawLongBits(last) ? last : (Double) degrees;
    }

    private @Nullable Origin origin() {
        return producer == null || producer.isEmpty() || number < 1 ? null : new Origin(producer, number);
    }
}
