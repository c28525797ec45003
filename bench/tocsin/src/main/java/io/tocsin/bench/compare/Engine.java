package io.tocsin.bench.compare;

import java.util.List;
import java.util.stream.Stream;

/** Who is compared: the class that runs in the contender's process, and the module it belongs to. */
enum Engine {
    RAW_DECODE("Jackson alone", "tocsin", "io.tocsin.bench.engine.RawDecode"),
    DECODE("decoding", "tocsin", "io.tocsin.bench.engine.Decode"),
    RAW_ESPER("Esper alone", "tocsin", "io.tocsin.bench.engine.RawEsper"),
    ENGINE("evaluating and routing", "tocsin", "io.tocsin.app.EngineStage"),
    LOOP("Jackson and Esper in a loop", "tocsin", "io.tocsin.bench.engine.MemoryLoop"),
    REPLAY("replay of a file", "tocsin", "io.tocsin.bench.engine.FileReplay"),
    RAW_SUBSCRIBER("NATS Streaming client alone", "tocsin", "io.tocsin.bench.engine.RawSubscriber"),
    SUBSCRIBER_LOOP("client, Jackson and Esper in a loop", "tocsin", "io.tocsin.bench.engine.SubscriberLoop"),
    LOG_REPLAY("replay of a log", "tocsin", "io.tocsin.bench.engine.LogReplay"),
    MANY_SENSORS("evaluating and routing", "tocsin", "io.tocsin.app.ManySensors"),
    SIDDHI("Siddhi", "siddhi", "io.tocsin.bench.siddhi.Siddhi"),
    FLINK("Flink", "flink", "io.tocsin.bench.flink.Flink"),
    EKUIPER("eKuiper", "ekuiper", "io.tocsin.bench.ekuiper.EKuiper");

    private static final List<String> JAVA = Stream.concat(
                    Program.JAVA_OPTIONS.stream(),
                    Stream.of("-Xmx3g", "-Dcom.google.protobuf.use_unsafe_pre22_gencode"))
            .toList();

    /** Flink's own settings for Java 17, as far as a job in one process needs them. */
    private static final List<String> FLINK_ON_JAVA_17 = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.text=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED");

    private final String title;
    private final String module;
    private final String className;

    Engine(String title, String module, String className) {
        this.title = title;
        this.module = module;
        this.className = className;
    }

    String title() {
        return title;
    }

    String module() {
        return module;
    }

    String className() {
        return className;
    }

    List<String> java() {
        return this == FLINK
                ? Stream.concat(JAVA.stream(), FLINK_ON_JAVA_17.stream()).toList()
                : JAVA;
    }
}
