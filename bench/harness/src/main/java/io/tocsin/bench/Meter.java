package io.tocsin.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures rounds. The allocation of threads that end within a round is known to within the last few milliseconds of their
 * life.
 */
final class Meter {
    private static final long LOOK_NANOS = 5_000_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Map<Long, Long> before = new HashMap<>();
    private final Map<Long, Long> latest = new HashMap<>();
    private final Optional<ProcessHandle> outside;
    private volatile boolean measuring;

    /**
     * For one contender.
     *
     * @param outside the process that works for it, if it is not this one
     */
    Meter(Optional<ProcessHandle> outside) {
        this.outside = outside;
    }

    /** The work of one round. */
    interface Round {
        Contender.Outcome run() throws Exception;
    }

    Measured measure(Round round) throws Exception {
        System.gc();
        before.clear();
        latest.clear();
        look(before);
        measuring = true;
        Thread looker = new Thread(this::keepLooking, "bench-meter");
        looker.setDaemon(true);
        looker.start();
        long cpu = cpuNanos();
        long wall = System.nanoTime();
        Contender.Outcome outcome = round.run();
        wall = System.nanoTime() - wall;
        cpu = cpuNanos() - cpu;
        measuring = false;
        looker.join();
        look(latest);
        latest.remove(looker.getId());
        long allocated = outside.isPresent() ? Measured.UNKNOWN : allocated();
        return new Measured(outcome.events(), outcome.alerts(), wall, cpu, allocated);
    }

    private long cpuNanos() {
        if (outside.isEmpty()) {
            return system.getProcessCpuTime();
        }
        return outside.get()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("the contender's process has ended early"))
                .toNanos();
    }

    private long allocated() {
        long allocated = 0;
        for (Map.Entry<Long, Long> thread : latest.entrySet()) {
            allocated += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        return allocated;
    }

    private void keepLooking() {
        while (measuring) {
            look(latest);
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void look(Map<Long, Long> into) {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] >= 0) {
                into.merge(ids[i], bytes[i], Math::max);
            }
        }
    }
}
