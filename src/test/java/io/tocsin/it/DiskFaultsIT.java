package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state's disk or file fails: one clear error and an end, and after the repair nothing is lost. */
final class DiskFaultsIT {
    private static final String EACH =
            """
            @Name('each') @Alert(severity = 'info', summary = 'number {metric}', each = true)
            select metric from Metric;
            """;

    private static final String ANEW =
            "; put a copy of it back, or set the folder aside to begin anew: the log is not touched";

    @TempDir
    private Path folder;

    private StreamingServer server;
    private Workspace workspace;
    private long published;

    @BeforeEach
    void aServiceThatHasRun() throws Exception {
        server = StreamingServer.start(null, folder.resolve("server"), List.of());
        workspace = Workspace.in(folder).service(server, "alerts", "").rule("each.epl", EACH);
        publish(100);
        runToTheEnd();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aDiskThatIsFullAtTheStart() throws Exception {
        Path lock = workspace.path("state/lock");
        Files.delete(lock);
        // Writing to the device fails as on a full disk.
        Files.createSymbolicLink(lock, Path.of("/dev/full"));
        publish(100);

        refuses("state: cannot be used as state.folder: No space left on device");

        Files.delete(lock);
        runToTheEnd();
    }

    @Test
    void noRoomForTheLibraryOfTheStore() throws Exception {
        workspace
                .tocsin("run")
                .temporaryFolder("/proc")
                .run()
                .refuses(
                        1,
                        "state/tocsin.db: cannot be opened (No native library found);"
                                + " the SQLite library is unpacked into /proc, where there must be room for it");
    }

    @Test
    void aDiskThatTakesNoMoreWhileItRuns() throws Exception {
        try (Tocsin service = workspace.tocsin("run").start()) {
            service.says("source: ");
            limitFiles(service, 500_000);
            publish(20_000);
            Tocsin.Result result = service.finish();

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.errorLines())
                    .last()
                    .isEqualTo(
                            "state/tocsin.db: cannot be read or written (SQLITE_IOERR_WRITE); check whether the disk is"
                                    + " full or broken, and this user's quota and limit of file sizes");
        }
        runToTheEnd();
    }

    private static void limitFiles(Tocsin service, int bytes) throws Exception {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", Long.toString(service.pid()), "--fsize=" + bytes)
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }

    @Test
    void aFolderThatIsMovedWhileItRuns() throws Exception {
        Path aside = workspace.path("aside");
        try (Tocsin service = workspace.tocsin("run").start()) {
            service.says("source: ");
            Files.move(workspace.path("state"), aside);
            publish(100);
            Tocsin.Result result = service.finish();

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.errorLines())
                    .last()
                    .isEqualTo("state/tocsin.db: removed or replaced while it was in use; put it back and start again."
                            + " Without it the next start is a first one, and begins where log.start says");
        }
        assertThat(workspace.path("state")).doesNotExist();
        Files.move(aside, workspace.path("state"));
        runToTheEnd();
    }

    @Test
    void aFileThatMayOnlyBeRead() throws Exception {
        permit("r--r--r--");
        publish(100);

        workspace
                .tocsin("run")
                .unprivileged()
                .run()
                .refuses(
                        1,
                        "state/tocsin.db: cannot be written (SQLITE_READONLY); let this user write the file and its folder");

        permit("rw-r--r--");
        runToTheEnd();
    }

    @Test
    void aFileThatIsCutOff() throws Exception {
        byte[] whole = Files.readAllBytes(state());
        publish(100);
        for (int length : new int[] {whole.length / 2, 5_000, 50}) {
            Files.write(state(), Arrays.copyOf(whole, length));

            refuses("state/tocsin.db: damaged, or not written by tocsin (SQLITE_CORRUPT)" + ANEW);
        }
        Files.write(state(), whole);
        runToTheEnd();
    }

    private Path state() {
        return workspace.path("state/tocsin.db");
    }

    private void permit(String permissions) throws IOException {
        Files.setPosixFilePermissions(state(), PosixFilePermissions.fromString(permissions));
    }

    private void refuses(String message) throws Exception {
        workspace.tocsin("run").run().refuses(1, message);
    }

    private void publish(int messages) throws Exception {
        List<String> lines = LongStream.rangeClosed(published + 1, published + messages)
                .mapToObj(
                        i -> "{\"_id\":\"a\",\"timestamp\":\"2017-09-30T14:00:00Z\",\"items\":{\"Number\":" + i + "}}")
                .toList();
        Path file = workspace.lines("lines.ndjson", lines);
        Tocsin.Result result = workspace.tocsin("publish", file.toString()).run();
        assertThat(result.code()).as(result.err()).isZero();
        published += messages;
    }

    /** Every alert has come, none twice but under its own id, and the history has each once. */
    private void runToTheEnd() throws Exception {
        List<Long> all = LongStream.rangeClosed(1, published).boxed().toList();
        try (Tocsin service = workspace.tocsin("run").start();
                Channel alerts = Channel.of(server, "alerts")) {
            alerts.has("\"number " + published + "\"");
            assertThat(service.terminate().finish().code()).as(service.error()).isZero();
            assertThat(numbers(List.copyOf(Alerts.byId(alerts.texts()).values())))
                    .isEqualTo(all);
        }
        assertThat(numbers(workspace.tocsin("alerts", "--format", "json").run().lines()))
                .isEqualTo(all);
    }

    private static List<Long> numbers(List<String> alerts) {
        return alerts.stream()
                .map(a -> Alerts.json(a).path("sequence").asLong())
                .toList();
    }
}
