package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Message;
import io.tocsin.model.Readings;
import io.tocsin.model.UtcTime;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.decode.Decoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Message files as something to publish: several at once, or moved to now. */
public final class SampleFiles {
    private static final Pattern TIMESTAMP = Pattern.compile("(\"timestamp\"\\s*:\\s*\")([^\"]*)(\")");

    private SampleFiles() {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Line(byte[] data, long time) {}

    /**
     * The lines of several files, each file in its own order, merged by the times of their messages as if they had been
     * received side by side. A line without a time goes with the one before it.
     *
     * @throws LogException if a file cannot be read
     */
    public static List<byte[]> merged(List<Path> files, Settings.Decode limits)
            throws LogException, InterruptedException {
        List<List<Line>> all = new ArrayList<>();
        for (Path file : files) {
            all.add(read(file, limits));
        }
        int[] next = new int[all.size()];
        List<byte[]> merged = new ArrayList<>();
        while (true) {
            int first = -1;
            for (int i = 0; i < next.length; i++) {
                boolean earlier = next[i] < all.get(i).size()
                        && (first < 0
                                || all.get(i).get(next[i]).time()
                                        < all.get(first).get(next[first]).time());
                first = earlier ? i : first;
            }
            if (first < 0) {
                return merged;
            }
            merged.add(all.get(first).get(next[first]++).data());
        }
    }

    /** A file's lines, each with the latest time so far, so that late lines stay where they are. */
    private static List<Line> read(Path file, Settings.Decode limits) throws LogException, InterruptedException {
        List<Line> lines = new ArrayList<>();
        Decoder decoder = new Decoder(limits, new Counters());
        long[] latest = {Long.MIN_VALUE};
        try (FileLog log = FileLog.of(file, limits.maxMessage().bytes())) {
            log.read(1, MessageLog.FOLLOW, (Message m) -> {
                Readings readings = decoder.decode(m.data());
                latest[0] = Math.max(latest[0], readings == null ? Long.MIN_VALUE : readings.time());
                lines.add(new Line(m.data(), latest[0]));
            });
        }
        return lines;
    }

    /**
     * The same messages with all timestamps moved by one distance, so that the latest is {@code now}. What is no message
     * stays as it is.
     *
     * @param now epoch ms UTC
     */
    public static List<byte[]> retimed(List<byte[]> lines, Settings.Decode limits, long now) {
        Decoder decoder = new Decoder(limits, new Counters());
        List<@Nullable Readings> readings = new ArrayList<>();
        long last = Long.MIN_VALUE;
        for (byte[] line : lines) {
            Readings r = decoder.decode(line);
            readings.add(r);
            last = r == null ? last : Math.max(last, r.time());
        }
        List<byte[]> moved = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Readings r = readings.get(i);
            moved.add(r == null ? lines.get(i) : at(lines.get(i), r.time() - last + now));
        }
        return moved;
    }

    private static byte[] at(byte[] line, long time) {
        Matcher timestamp = TIMESTAMP.matcher(new String(line, StandardCharsets.UTF_8));
        return timestamp
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1) + UtcTime.format(time) + m.group(3)))
                .getBytes(StandardCharsets.UTF_8);
    }
}
