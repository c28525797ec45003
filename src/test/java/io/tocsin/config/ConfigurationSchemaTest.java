package io.tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors use, in the hands of a validator that is not ours. */
class ConfigurationSchemaTest {
    private static final Path BAD = Path.of("src/test/resources/config");
    private static final Path GOOD = BAD.resolve("good");

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try {
            return REGISTRY.getSchema(Files.readString(ConfigurationSchema.FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an editor would underline. */
    static List<String> problems(JsonNode document) {
        return SCHEMA.validate(document).stream().map(Error::toString).toList();
    }

    private static List<String> problems(Path file) throws IOException {
        return problems(YamlJson.of(Files.readString(file)));
    }

    @Test
    void theSchemaIsWhatTheRecordsSay() throws IOException {
        if (System.getProperty("update") != null) {
            ConfigurationSchema.main(new String[0]);
        }

        assertThat(Files.readString(ConfigurationSchema.FILE))
                .as(
                        "%s; write it anew with ./mvnw test -Dtest=ConfigurationSchemaTest -Dupdate",
                        ConfigurationSchema.FILE)
                .isEqualTo(ConfigurationSchema.text());
    }

    @Test
    void theSchemaIsASchema() throws IOException {
        Schema draft7 = REGISTRY.getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"));

        assertThat(draft7.validate(YamlJson.of(Files.readString(ConfigurationSchema.FILE))))
                .isEmpty();
    }

    @Test
    void theShippedFileNamesTheSchemaBesideIt() throws IOException {
        Path shipped = Path.of("config/tocsin.yaml");
        String first = Files.readAllLines(shipped).get(0);

        assertThat(first).startsWith("# yaml-language-server: $schema=");
        assertThat(shipped.resolveSibling(first.substring(first.indexOf('=') + 1)))
                .isEqualTo(ConfigurationSchema.FILE)
                .exists();
        assertThat(problems(shipped)).isEmpty();
    }

    static List<Path> good() throws IOException {
        try (Stream<Path> files = Files.list(GOOD)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void whatTheProgramTakesTheSchemaTakes(Path file) throws IOException, ConfigException {
        assertThat(SettingsLoader.load(file, name -> name.equals("SITE") ? "north" : null))
                .isNotNull();
        assertThat(problems(file)).isEmpty();
    }

    @Test
    void thereAreGoodFiles() throws IOException {
        assertThat(good()).hasSizeGreaterThan(4);
    }

    /** One of each kind that can be told without the program. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bad-addresses",
                "bad-names",
                "disabled-sink-with-mistakes",
                "empty-list",
                "forgotten-space",
                "forgotten-space-in-braces",
                "list-at-the-top",
                "list-for-number",
                "merge-key",
                "missing-required-keys",
                "no-value",
                "not-a-duration",
                "not-a-number",
                "not-a-size",
                "not-a-truth-value",
                "not-one-of",
                "out-of-range",
                "secret-in-a-list",
                "section-for-text",
                "text-at-the-top",
                "text-for-list",
                "text-for-section",
                "unknown-key-far",
                "unknown-key-in-camel-case",
                "unknown-key-near",
                "unknown-section",
                "variables",
                "wildcard-channel"
            })
    void aMistakeIsRefused(String mistake) throws IOException {
        assertThat(problems(BAD.resolve(mistake + ".yaml"))).isNotEmpty();
    }

    @Test
    void everyLineOfAMistakeIsUnderlined() {
        Optional<JsonNode> document = YamlJson.read(
                """
                decode: { max-depth: 1, max-message: 1 KB, max-items: ten }
                clock: { stall: 30, leap: 1 month }
                log: { strat: new, start: nwe, channel: a b }
                """);

        assertThat(problems(document.orElseThrow()).toString())
                .contains(
                        "/decode/max-depth", "/decode/max-message", "/decode/max-items", "/clock/stall", "/clock/leap")
                .contains("'strat'", "/log/start", "/log/channel");
    }
}
