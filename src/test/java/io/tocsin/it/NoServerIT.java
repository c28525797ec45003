package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.FreePort;
import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is not there or does not want us: the exact message, and exit code 1. */
final class NoServerIT {
    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void aFolderInOrder() throws Exception {
        workspace = Workspace.in(folder).shippedRules();
        workspace.write("a.ndjson", "{\"_id\":\"a\",\"timestamp\":\"2017-09-30T15:10:17.765Z\",\"items\":{\"P\":2}}\n");
    }

    @Test
    void noServer() throws Exception {
        String address = "127.0.0.1:" + FreePort.choose();
        workspace.config("log: { url: \"nats://" + address + "\" }\nstate: { folder: ../state }\n");
        String problem = "no connection to the NATS server at " + address
                + ": Connection refused; check that it runs there, and log.url";
        String trying = "WARN  [main] Opener: Channel sensors: " + problem + "; trying again";

        workspace.tocsin("run").run().refuses(1, trying, problem);
        workspace.tocsin("replay").run().refuses(1, trying, problem);
        workspace.tocsin("publish", "a.ndjson").run().refuses(1, problem);
    }

    @Test
    void aLoginThatIsRefused() throws Exception {
        try (StreamingServer server = server(List.of("--user", "u", "--pass", "right"))) {
            workspace.config(config(server, "user: u, password: \"${PASSWORD:-}\""));
            String problem = "the NATS server at 127.0.0.1:" + server.port()
                    + " and this client do not agree: login refused (Authentication error connecting to NATS server:"
                    + " Authorization Violation); check log.user, log.password, log.token and log.nkey";

            everyCommandRefuses("wrong-secret", problem);
            for (String command : new String[] {"run", "replay"}) {
                assertThat(workspace
                                .tocsin(command)
                                .with("PASSWORD", "wrong-secret")
                                .run()
                                .err())
                        .doesNotContain("wrong-secret");
            }
            assertThat(workspace
                            .tocsin("replay")
                            .with("PASSWORD", "right")
                            .run()
                            .code())
                    .isZero();
        }
    }

    @Test
    void anotherClusterThanTheOneThatIsThere() throws Exception {
        try (StreamingServer server = server(List.of())) {
            workspace.config(config(server, "cluster: plant"));

            String problem =
                    "the streaming server's cluster id is 'tocsin', not 'plant'; check log.cluster and log.monitor";
            workspace.tocsin("run").run().refuses(1, problem);
            workspace.tocsin("replay").run().refuses(1, problem);
        }
    }

    private void everyCommandRefuses(String password, String problem) throws Exception {
        for (String[] command : new String[][] {{"run"}, {"replay"}, {"publish", "a.ndjson"}}) {
            workspace.tocsin(command).with("PASSWORD", password).run().refuses(1, problem);
        }
    }

    private StreamingServer server(List<String> extra) throws Exception {
        return StreamingServer.start(null, folder.resolve("server"), extra);
    }

    private static String config(StreamingServer server, String more) {
        return "log: { url: \"" + server.url() + "\", monitor: \"" + server.monitor() + "\", " + more
                + " }\nstate: { folder: ../state }\n";
    }
}
