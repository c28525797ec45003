package io.tocsin.app;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the running engine evaluates while another is warmed. Bounded: a tail that overflows is of no use any more. */
final class Tail {
    private static final int CAPACITY = 100_000;

    private final BlockingQueue<Input> inputs = new ArrayBlockingQueue<>(CAPACITY);
    private volatile boolean overflowed;

    void add(Input input) {
        overflowed |= !inputs.offer(input);
    }

    boolean overflowed() {
        return overflowed;
    }

    int size() {
        return inputs.size();
    }

    /** The next input, or null if none comes within the time. */
    @Nullable
    Input poll(long millis) throws InterruptedException {
        return inputs.poll(millis, TimeUnit.MILLISECONDS);
    }

    void drain(Consumer<Input> reader) {
        Input next;
        while ((next = inputs.poll()) != null) {
            reader.accept(next);
        }
    }
}
