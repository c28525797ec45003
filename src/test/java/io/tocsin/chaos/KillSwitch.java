package io.tocsin.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Counts how often each phase is passed, and kills the process at the chosen one. Woven into the service. */
public final class KillSwitch {
    private static final String ENGINE = "tocsin-engine";
    private static final Map<Phase, AtomicInteger> PASSED = new ConcurrentSkipListMap<>();
    private static final String KILLED = "killed";
    private static KillPlan plan = new KillPlan(Path.of("none"), Phase.WARM, 0);
    private static boolean killed;

    private KillSwitch() {}

    static void arm(KillPlan chosen) {
        plan = chosen;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> report("ended"), "test-report"));
    }

    /** Called by the service at each of its phases. */
    @SuppressWarnings("unused") // woven in
    public static void passes(String name) {
        Phase phase = phase(name);
        int count = PASSED.computeIfAbsent(phase, p -> new AtomicInteger()).incrementAndGet();
        if (phase == plan.phase() && count == plan.count()) {
            kill();
        }
    }

    /** The same method evaluates a message anew and for the first time; the latter is the engine's thread's. */
    private static Phase phase(String name) {
        Phase phase = Phase.valueOf(name);
        boolean live = Thread.currentThread().getName().equals(ENGINE);
        return (phase == Phase.EVALUATE || phase == Phase.WARM) ? (live ? Phase.EVALUATE : Phase.WARM) : phase;
    }

    /** This thread stays where it is until the signal comes; what other threads do meanwhile they do. */
    private static void kill() {
        report(KILLED);
        try {
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (true) {
            LockSupport.park();
        }
    }

    /** A planned kill may come while the process ends by itself, and it is what counts then. */
    private static synchronized void report(String how) {
        if (killed) {
            return;
        }
        killed = how.equals(KILLED);
        String counts = PASSED.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            Files.writeString(plan.report(), how + "\n" + counts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
