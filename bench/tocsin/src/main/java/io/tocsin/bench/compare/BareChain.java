package io.tocsin.bench.compare;

import io.nats.streaming.Message;
import io.nats.streaming.StreamingConnection;
import io.nats.streaming.SubscriptionOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The least that can be done: receive, make what came durable by one fsync, publish it. */
final class BareChain implements AutoCloseable {
    private static final int CAPACITY = 8192;

    private final BlockingQueue<Message> arrived = new ArrayBlockingQueue<>(CAPACITY);
    private final StreamingConnection connection;
    private final FileChannel file;
    private final String to;
    private final Thread thread = new Thread(this::forward, "bench-bare-chain");

    BareChain(Server server, String from, String to, Path folder) throws Exception {
        this.to = to;
        file = FileChannel.open(
                folder.resolve("bare-chain"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
        connection = server.connect("bare-chain");
        connection.subscribe(
                from,
                message -> {
                    try {
                        arrived.put(message);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                new SubscriptionOptions.Builder().build());
        thread.setDaemon(true);
        thread.start();
    }

    private void forward() {
        List<Message> batch = new ArrayList<>();
        try {
            while (true) {
                batch.clear();
                batch.add(arrived.take());
                arrived.drainTo(batch);
                for (Message message : batch) {
                    file.write(ByteBuffer.wrap(message.getData()));
                }
                file.force(false);
                for (Message message : batch) {
                    connection.publish(to, message.getData(), (id, failure) -> {});
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("the bare chain broke", e);
        }
    }

    @Override
    public void close() throws Exception {
        thread.interrupt();
        thread.join();
        connection.close();
        file.close();
    }
}
