package io.tocsin.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM. The JVM answers both by its shutdown hooks and then halts; the hook made here asks the command to stop
 * and holds the JVM until the command is done, so that a clean stop also ends with the command's own exit code.
 */
final class Signals implements AutoCloseable {
    private static final long LIMIT_S = 60;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private Signals(Runnable stop) {
        hook = new Thread(
                () -> {
                    stop.run();
                    try {
                        if (done.await(LIMIT_S, TimeUnit.SECONDS)) {
                            // A stop that was asked for is no failure; the JVM alone would answer 130 or 143.
                            Runtime.getRuntime().halt(Exit.DONE);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "tocsin-stop");
    }

    /** Runs {@code stop} on a thread of its own when the process is asked to end before this is closed. */
    static Signals onStop(Runnable stop) {
        Signals signals = new Signals(stop);
        Runtime.getRuntime().addShutdownHook(signals.hook);
        return signals;
    }

    /** The command is done. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            System.out.flush();
        }
        done.countDown();
    }
}
