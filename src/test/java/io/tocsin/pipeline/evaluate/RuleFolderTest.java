package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are rules, however they came to be there. */
final class RuleFolderTest {
    @TempDir
    Path parent;

    private Path file(String name) throws IOException {
        Path file = parent.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "select host from Metric;");
    }

    private List<String> read(String folder) throws RuleException {
        return new RuleFolder(parent.resolve(folder))
                .read().stream().map(RuleFile::path).toList();
    }

    @Test
    void aRuleOfAMountedVolumeCountsOnce() throws Exception {
        file("epl/..2026_01_02/a.epl");
        Files.createSymbolicLink(parent.resolve("epl/..data"), Path.of("..2026_01_02"));
        Files.createSymbolicLink(parent.resolve("epl/a.epl"), Path.of("..data/a.epl"));
        assertThat(read("epl")).containsExactly("a.epl");
    }

    @Test
    void whatEditorsAndVersionControlKeepIsNoRule() throws Exception {
        file("epl/b/a.epl");
        file("epl/.git/a.epl");
        file("epl/b/.a.epl");
        file("epl/a.epl~");
        file("epl/#a.epl#");
        Files.createSymbolicLink(parent.resolve("epl/.#a.epl"), Path.of("me@here.1:2"));
        assertThat(read("epl")).containsExactly("b/a.epl");
    }

    @Test
    void theFolderItselfMayBeHiddenOrALink() throws Exception {
        file(".rules/a.epl");
        Files.createSymbolicLink(parent.resolve("current"), Path.of(".rules"));
        assertThat(read(".rules")).containsExactly("a.epl");
        assertThat(read("current")).containsExactly("a.epl");
    }

    @Test
    void aLinkThatLeadsNowhereIsReported() throws Exception {
        file("epl/a.epl");
        Files.createSymbolicLink(parent.resolve("epl/b.epl"), Path.of("gone"));
        assertThatThrownBy(() -> read("epl"))
                .hasMessageContaining("b.epl: cannot be read: no such file; where it is a link, it leads nowhere");
    }
}
