package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places where nothing may be written, or that somebody else uses. Root is run without its power over permissions. */
final class NoPermissionIT {
    private static final String MESSAGE =
            "{\"_id\":\"a\",\"timestamp\":\"2017-09-30T15:10:17.765Z\",\"items\":{\"P\":2}}\n";

    @TempDir
    private Path folder;

    private Workspace workspace;
    private Path closed;

    @BeforeEach
    void aFolderThatNobodyMayWriteTo() throws Exception {
        workspace = Workspace.in(folder)
                .rule(
                        "a.epl",
                        "@Name('x') @Alert(severity = 'info', summary = 'x', each = true) select host from Metric;");
        workspace.write("a.ndjson", MESSAGE);
        closed = Files.createDirectories(workspace.path("closed"));
        permit("r-xr-xr-x");
    }

    @AfterEach
    void letItBeDeleted() throws Exception {
        permit("rwxr-xr-x");
    }

    private void permit(String permissions) throws IOException {
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void aStateFolder() throws Exception {
        workspace.config("state: { folder: ../closed/state }\n");

        workspace
                .tocsin("run")
                .unprivileged()
                .run()
                .refuses(1, "closed/state: permission denied; state.folder must be writable");
    }

    @Test
    void aStateFolderThatIsAFile() throws Exception {
        workspace.config("state: { folder: ../a.ndjson }\n");

        workspace.tocsin("run").run().refuses(1, "a.ndjson: is a file, but state.folder must be a folder");
    }

    @Test
    void aStateFolderThatIsDamaged() throws Exception {
        workspace.config("state: { folder: ../state }\n");
        workspace.write("state/tocsin.db", "not a database, but long enough to be taken for one: ".repeat(40));

        workspace
                .tocsin("run")
                .run()
                .refuses(
                        1,
                        "state/tocsin.db: damaged, or not written by tocsin (SQLITE_NOTADB); put a copy of it back, or set"
                                + " the folder aside to begin anew: the log is not touched");
    }

    @Test
    void aStateFolderThatIsInUse() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            workspace.service(server, "alerts", "");
            try (Tocsin first = workspace.tocsin("run").start()) {
                first.says("source: ");

                workspace
                        .tocsin("run")
                        .run()
                        .refuses(
                                1,
                                "state: in use by another tocsin (process " + first.pid()
                                        + "); stop it, or give this one a state.folder of its own");

                assertThat(first.terminate().finish().code()).isZero();
            }
            try (Tocsin next = workspace.tocsin("run").start()) {
                next.says("source: ");
                assertThat(next.terminate().finish().code()).isZero();
            }
        }
    }

    @Test
    void anOutputFile() throws Exception {
        for (String option : new String[] {"--output", "--summary"}) {
            workspace
                    .tocsin("replay", "--file", "a.ndjson", option, "closed/result")
                    .unprivileged()
                    .run()
                    .refuses(2, "closed/result: cannot be written: permission denied");
            replay(option, "nowhere/result").refuses(2, "nowhere/result: cannot be written: no such folder");
            replay(option, "epl").refuses(2, "epl: is a folder; name a file in it");
        }
        assertThat(closed).isEmptyDirectory();
    }

    @Test
    void standardOutputOnAFullDisk() throws Exception {
        try (Tocsin replay = workspace
                .tocsin("replay", "--file", "a.ndjson", "--format", "json")
                .writing(Path.of("/dev/full"))
                .start()) {
            assertThat(replay.finish().code()).isEqualTo(1);
            assertThat(replay.error()).endsWith("\nstandard output: cannot be written; is the disk full?\n");
        }
    }

    private Tocsin.Result replay(String... options) throws Exception {
        String[] all = {"replay", "--file", "a.ndjson", options[0], options[1]};
        return workspace.tocsin(all).run();
    }
}
