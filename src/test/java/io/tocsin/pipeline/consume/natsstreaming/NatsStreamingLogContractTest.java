package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.MessageLogContract;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class NatsStreamingLogContractTest {
    private static final AtomicInteger channels = new AtomicInteger();

    private static StreamingServer server;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        server = StreamingServer.start(null, folder, List.of());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static ServerSettings channelWith(List<byte[]> messages) throws Exception {
        ServerSettings settings = ServerSettings.of(server, "contract." + channels.incrementAndGet());
        Published.to(settings, messages);
        return settings;
    }

    @Nested
    class WithAMonitoringPort extends MessageLogContract {
        @Override
        protected MessageLog log(List<byte[]> messages) throws Exception {
            return new NatsStreamingLog(channelWith(messages).log(), "tocsin");
        }

        @Override
        protected boolean keepsTimestamps() {
            return true;
        }

        @Override
        protected boolean ends() {
            return false;
        }
    }

    @Nested
    class WithoutAMonitoringPort extends WithAMonitoringPort {
        @Override
        protected MessageLog log(List<byte[]> messages) throws Exception {
            return new NatsStreamingLog(channelWith(messages).withoutMonitor().log(), "tocsin");
        }
    }
}
