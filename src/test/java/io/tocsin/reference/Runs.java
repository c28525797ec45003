package io.tocsin.reference;

import io.tocsin.pipeline.evaluate.Rules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/** The streams of the tests, and what the engine makes of each, run once. */
final class Runs {
    private static final int SEEDS = 8;
    private static final Map<String, EngineRun> RUNS = new ConcurrentHashMap<>();

    private Runs() {}

    static List<Stream> files() {
        return LongStream.rangeClosed(1, SEEDS).mapToObj(FileStream::of).toList();
    }

    static List<Stream> logs() {
        return LongStream.rangeClosed(1, SEEDS).mapToObj(LogStream::of).toList();
    }

    static List<Stream> all() {
        return java.util.stream.Stream.of(files(), logs()).flatMap(List::stream).toList();
    }

    static EngineRun of(Stream stream) {
        return RUNS.computeIfAbsent(stream.name, name -> new EngineRun(Rules.of(ReferenceRules.TEXT), stream.inputs));
    }
}
