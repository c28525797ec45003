package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingTest {
    /** Logs a line at two levels, as ours and as somebody else's. */
    static final class Talker {
        public static void main(String[] arguments) {
            LoggerFactory.getLogger("io.tocsin.app.Service").info("started");
            LoggerFactory.getLogger("io.tocsin.app.Service").debug("unheard");
            LoggerFactory.getLogger("com.espertech.esper.Noise").info("unheard");
            LoggerFactory.getLogger("com.espertech.esper.Noise").warn("heard");
        }
    }

    @Test
    void logsGoToStandardErrorInUtcWithoutTheLibrariesNoise(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.timezone=Asia/Tokyo",
                        "-Dlogback.configurationFile="
                                + Path.of("src/main/resources/logback.xml").toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Talker.class.getName())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(out).isEmptyFile();
        String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";
        String log = Files.readString(err, StandardCharsets.UTF_8);
        assertThat(log)
                .matches(time + "INFO  \\[main\\] Service: started\n" + time + "WARN  \\[main\\] Noise: heard\n");
        assertThat(Instant.parse(log.substring(0, log.indexOf(' ')))).isBetween(before, Instant.now());
    }
}
