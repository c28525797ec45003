package io.tocsin.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FreePortTest {
    private static final int TIMES = 12_000;
    private static final int FIRST_FOR_OUTGOING = 32_768;

    @Test
    void neitherATakenOneNorOneAnOutgoingConnectionMayGet() throws Exception {
        try (ServerSocket taken = new ServerSocket(FreePort.choose(), 1, InetAddress.getLoopbackAddress())) {
            Set<Integer> chosen = new HashSet<>();
            for (int i = 0; i < TIMES; i++) {
                chosen.add(FreePort.choose());
            }
            assertThat(chosen)
                    .hasSizeGreaterThan(TIMES / 2)
                    .doesNotContain(taken.getLocalPort())
                    .allMatch(port -> port > 1024 && port < FIRST_FOR_OUTGOING);
        }
    }
}
