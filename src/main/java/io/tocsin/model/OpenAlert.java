package io.tocsin.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert that is open: what must outlive the engine so that it can repeat and resolve. Times are engine time, epoch ms
 * UTC.
 *
 * @param rule the rule's name
 * @param key the key's values as a JSON array
 * @param keyColumns the columns the key was made of
 * @param severity the rule's severity
 * @param summary the rule's summary template, for the day the rule is gone
 * @param alert the alert's id
 * @param host its sensor's host, or null
 * @param service its sensor's service, or null
 * @param startedAt when it fired
 * @param sequence the message it fired at
 * @param count rows so far
 * @param quietSince from when {@code resolveAfter} counts: the last row, or the sensor's return; {@link #NEVER} while
 *     its sensor is silent
 * @param nextRepeat when it is repeated, or {@link #NEVER}
 * @param sensorUntil until when its sensor counts as reporting, or {@link #UNKNOWN} before its first event
 * @param hostUntil the same for any sensor of its host
 * @param noData whether the last thing said of it was {@link AlertState#NODATA}
 * @param values the last row
 */
public record OpenAlert(
        String rule,
        String key,
        List<String> keyColumns,
        Severity severity,
        String summary,
        String alert,
        @Nullable String host,
        @Nullable String service,
        long startedAt,
        long sequence,
        long count,
        long quietSince,
        long nextRepeat,
        long sensorUntil,
        long hostUntil,
        boolean noData,
        Map<String, @Nullable Object> values) {
    /** A time that does not come. */
    public static final long NEVER = Long.MAX_VALUE;

    /** No event yet. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final long LONG_AGO = UNKNOWN + 1;

    /**
     * The same alert where nobody can tell any more what became of its sensor: until that reports, or a row comes, no timer
     * resolves or repeats it.
     */
    public OpenAlert unheard() {
        return new OpenAlert(
                rule,
                key,
                keyColumns,
                severity,
                summary,
                alert,
                host,
                service,
                startedAt,
                sequence,
                count,
                NEVER,
                NEVER,
                sensorUntil == UNKNOWN ? UNKNOWN : LONG_AGO,
                UNKNOWN,
                noData,
                values);
    }
}
