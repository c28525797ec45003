package io.tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code src/test/resources/config/MISTAKE.yaml} holds one mistake; the file {@code MISTAKE.expected} beside it is
 * the whole report. Every secret in them is the word hunter2.
 */
class BadSettingsTest {
    private static final Path FOLDER = Path.of("src/test/resources/config");
    private static final Map<String, String> ENV = Map.of("DEPTH", "deep", "EMPTY", "", "SECRET", "hunter2 @!\u00e9");

    static List<String> mistakes() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsReportedWhereItStands(String mistake) throws IOException {
        String report = report(mistake).replace(FOLDER + "/", "");

        assertThat(report + "\n").isEqualTo(Files.readString(FOLDER.resolve(mistake + ".expected")));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aSecretIsNeverShown(String mistake) throws IOException {
        assertThat(report(mistake)).doesNotContain("hunter");
    }

    @Test
    void thereAreMistakesToReport() throws IOException {
        assertThat(mistakes()).hasSizeGreaterThan(80);
    }

    @Test
    void problemsNameTheFileAsTheUserGaveIt() throws IOException {
        assertThat(report("tag")).startsWith("src/test/resources/config/tag.yaml:2:11: a tag");
    }

    private static String report(String mistake) {
        Path file = FOLDER.resolve(mistake + ".yaml");
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> SettingsLoader.load(file, ENV::get));
        assertThat(e).as("the problems of %s", file).isNotNull();
        return String.valueOf(e.getMessage());
    }
}
