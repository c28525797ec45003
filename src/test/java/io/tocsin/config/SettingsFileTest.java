package io.tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    private final Path folder;
    private SettingsFile settings;

    SettingsFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void aFileWithNothingInIt() throws IOException {
        write("tocsin.yaml", "");
        settings = new SettingsFile(folder.resolve("tocsin.yaml"), Map.of("CHANNEL", "wells")::get);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private @Nullable String channel() throws ConfigException {
        return settings.read().log().channel();
    }

    @Test
    void whatIsTheSameIsNotParsedAgain() throws Exception {
        write("tocsin.yaml", "log: { channel: \"${CHANNEL}\" }");
        Settings first = settings.read();
        assertThat(first.log().channel()).isEqualTo("wells");
        write("tocsin.yaml", "log: { channel: \"${CHANNEL}\" }");
        assertThat(settings.read()).isSameAs(first);
    }

    @Test
    void whatHasChangedIs() throws Exception {
        for (String channel : new String[] {"a", "b", "a"}) {
            write("tocsin.yaml", "log: { channel: " + channel + " }");
            assertThat(channel()).isEqualTo(channel);
        }
    }

    @Test
    void mistakesAreToldEachTimeAndUntilTheyAreMended() throws Exception {
        write("tocsin.yaml", "log: { channel: a }");
        assertThat(channel()).isEqualTo("a");
        for (String wrong : new String[] {"log: { chanel: a }", "log: { chanel: a }", "log: {"}) {
            write("tocsin.yaml", wrong);
            assertThatThrownBy(() -> settings.read()).isInstanceOf(ConfigException.class);
        }
        Files.delete(folder.resolve("tocsin.yaml"));
        assertThatThrownBy(() -> settings.read())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no such file");
        write("tocsin.yaml", "log: { channel: a }");
        assertThat(channel()).isEqualTo("a");
    }

    @Test
    void aFileThatIsFilledInMayChangeByItself() throws Exception {
        write("tocsin.yaml", "log: { channel: \"${file:channel}\" }");
        for (String channel : new String[] {"a", "b"}) {
            write("channel", channel);
            assertThat(channel()).isEqualTo(channel);
        }
        Files.delete(folder.resolve("channel"));
        assertThatThrownBy(() -> settings.read())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cannot read the file channel");
    }

    @Test
    void aFileThatMustBeThereMayGo() throws Exception {
        write("ca.pem", "");
        write("tocsin.yaml", "log: { url: \"tls://127.0.0.1:4222\", tls: { ca: ca.pem } }");
        assertThat(settings.read().log().tls()).isNotNull();
        Files.delete(folder.resolve("ca.pem"));
        assertThatThrownBy(() -> settings.read())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no such file");
    }
}
