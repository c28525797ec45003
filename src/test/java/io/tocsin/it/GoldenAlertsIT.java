package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every field of every alert of one sample, against a file that was reviewed by hand. After a change that is meant, write the
 * file anew, review each difference, and say in the commit why it is right:
 *
 * <pre>./tocsin replay --file samples/oil-and-gas.ndjson --format json --output src/test/resources/samples/oil-and-gas.alerts.ndjson</pre>
 */
final class GoldenAlertsIT {
    private static final String GOLDEN = "src/test/resources/samples/oil-and-gas.alerts.ndjson";

    @Test
    void everyFieldOfEveryAlertIsAsReviewed(@TempDir Path folder) throws Exception {
        Tocsin.Result replay = Workspace.in(folder)
                .shippedRules()
                .tocsin(
                        "replay",
                        "--file",
                        Workspace.REPOSITORY
                                .resolve("samples/oil-and-gas.ndjson")
                                .toString(),
                        "--format",
                        "json")
                .run();

        assertThat(replay.code()).as(replay.err()).isZero();
        assertThat(replay.lines()).containsExactlyElementsOf(Files.readAllLines(Workspace.REPOSITORY.resolve(GOLDEN)));
    }

    @Test
    void idsAreUniqueAndEachAlertFiresBeforeItResolves() throws Exception {
        List<String> ids = new ArrayList<>();
        Set<String> open = new HashSet<>();
        for (String line : Files.readAllLines(Workspace.REPOSITORY.resolve(GOLDEN))) {
            var alert = new ObjectMapper().readTree(line);
            ids.add(alert.path("id").asText());
            String name = alert.path("alert").asText();
            assertThat(alert.path("state").asText().equals("firing") ? open.add(name) : open.contains(name))
                    .as(line)
                    .isTrue();
        }
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
    }
}
