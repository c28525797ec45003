package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoIT {
    private static final Pattern COUNTS = Pattern.compile(
            "threshold=[1-9]\\d* average=[1-9]\\d* silence=[1-9]\\d* resolved=[1-9]\\d* derived=[1-9]\\d*");

    @Test
    void itRingsEachKindFromARealLogAndTheSameFromTheFilesWhereThereIsNoServer(@TempDir Path folder) throws Exception {
        Tocsin.Result live = demo(folder).run();

        assertThat(live.code()).as(live.err()).isZero();
        assertThat(live.lines().get(0))
                .matches("source: nats-streaming " + StreamingServer.VERSION + " at 127\\.0\\.0\\.1:\\d+");
        assertThat(last(live)).matches(COUNTS);

        Path nothing = Files.createDirectories(folder.resolve("nothing"));
        Tocsin.Result bare = demo(folder)
                .with("PATH", nothing.toString())
                .with("HOME", nothing.toString())
                .with("XDG_CACHE_HOME", nothing.toString())
                .with("TOCSIN_NATS_STREAMING_SERVER", null)
                .run();

        assertThat(bare.code()).as(bare.err()).isZero();
        assertThat(bare.lines().get(0))
                .isEqualTo(
                        "source: file (no server: there is no nats-streaming-server on the PATH, and no Go to build it"
                                + " with. Install nats-streaming-server v0.25.6 and put it on the PATH or name it in"
                                + " TOCSIN_NATS_STREAMING_SERVER; or install Go 1.20 or newer, and it is built into "
                                + nothing.resolve("tocsin/bin") + ")");
        assertThat(alerts(bare)).isEqualTo(alerts(live)).isNotEmpty();
        assertThat(last(bare)).isEqualTo(last(live));
        assertThat(nothing).isEmptyDirectory();
    }

    private static Tocsin.Command demo(Path folder) throws Exception {
        String home = Workspace.REPOSITORY.toString();
        return Workspace.in(folder).tocsin("demo", "--once", "--rules", home + "/epl", "--samples", home + "/samples");
    }

    private static String last(Tocsin.Result result) {
        return result.lines().get(result.lines().size() - 1);
    }

    private static List<String> alerts(Tocsin.Result result) {
        return result.lines().subList(1, result.lines().size() - 1);
    }
}
