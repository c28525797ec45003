package io.tocsin.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM. The JVM answers both by its shutdown hooks and then halts; the hook made here asks the command to stop,
 * holds the JVM until the command is done, and ends it with the command's own exit code. A command that has not said how it
 * stops is ended at once, with the JVM's code (130 or 143). Safe for any thread.
 */
final class Signals {
    private static final long LIMIT_S = 60;

    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private @Nullable Runnable stop;
    private boolean asked;

    private Signals() {}

    /** Listens from now on. Once in a process. */
    static Signals install() {
        Signals signals = new Signals();
        Runtime.getRuntime().addShutdownHook(new Thread(signals::shutDown, "tocsin-stop"));
        return signals;
    }

    private void shutDown() {
        if (ended.isDone() || !ask()) {
            return;
        }
        try {
            Runtime.getRuntime().halt(ended.get(LIMIT_S, TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException e) {
            Terminal.note("it does not stop within " + LIMIT_S + " s and is ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean ask() {
        asked = true;
        if (stop != null) {
            stop.run();
        }
        return stop != null;
    }

    /** Whether the process was asked to end. */
    synchronized boolean asked() {
        return asked;
    }

    /**
     * From now on the command is stopped this way.
     *
     * @param action runs on a thread of its own, soon returns and may come at any time until the command has ended
     * @throws InterruptedException if the process was asked to end before
     */
    synchronized void onStop(Runnable action) throws InterruptedException {
        if (asked) {
            throw new InterruptedException("asked to stop");
        }
        stop = action;
    }

    /**
     * From now on SIGHUP does this instead of ending the process, as when a terminal is closed. Where the process was started
     * to ignore it, as by {@code nohup}, it still does.
     *
     * @param action runs on a thread of its own
     */
    void onHangUp(Runnable action) {
        try {
            // By reflection: the compiler warns of these classes, which every JDK has, and cannot be told not to.
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Class<?> signal = Class.forName("sun.misc.Signal");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException e) {
            // Not on this system.
        }
    }

    /**
     * From now on the command is ended at once, as there is nothing to finish and it may wait for a person.
     *
     * @throws InterruptedException if the process was asked to end before
     */
    synchronized void onStopEnd() throws InterruptedException {
        if (asked) {
            throw new InterruptedException("asked to stop");
        }
        stop = null;
    }

    /**
     * Runs on this thread what may be given up at any point. A stop interrupts it, and then it ends with an
     * InterruptedException, whatever the work itself made of the interrupt.
     */
    <T> T interruptibly(Callable<T> work) throws Exception {
        onStop(Thread.currentThread()::interrupt);
        try {
            return work.call();
        } catch (Exception e) {
            if (asked() && !(e instanceof InterruptedException)) {
                throw (InterruptedException) new InterruptedException("asked to stop").initCause(e);
            }
            throw e;
        }
    }

    /** The command is done and has said what it had to say; the process ends with this code. */
    int ended(int code) {
        System.out.flush();
        ended.complete(code);
        return code;
    }
}
