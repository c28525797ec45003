package io.tocsin.pipeline.send.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Severity;
import io.tocsin.pipeline.send.Alerts;
import io.tocsin.pipeline.send.Dispatcher;
import io.tocsin.pipeline.send.MemoryOutbox;
import io.tocsin.pipeline.send.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TerminalSinkTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String printed(Alert alert, boolean colour) {
        assertThat(new TerminalSink(out, colour).send(alert)).isEqualTo(Outcome.SENT);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anAlertIsOneLineOfAlignedColumns() {
        Alert firing = Alerts.firing("1");
        printed(firing, false);
        printed(Alerts.with(firing, AlertState.RESOLVED, Severity.INFO), false);
        String text = printed(Alerts.of("2", "r", null, null, "Öl"), false);

        assertThat(text)
                .isEqualTo(
                        """
                        2017-09-30T15:10:17Z  FIRING    CRITICAL  Pressure 93.1 bar on 594d  [oil-high-pressure 594d186e51b3bc4eb0abafd9]
                        2017-09-30T15:10:17Z  RESOLVED  INFO      Pressure 93.1 bar on 594d  [oil-high-pressure 594d186e51b3bc4eb0abafd9]
                        2017-09-30T15:10:17Z  FIRING    CRITICAL  Öl  [r]
                        """);
    }

    @Test
    void aNameThatTheSummarySaysIsNotRepeatedUnlessItMayStandThereByChance() {
        assertThat(AlertLine.format(Alerts.of("1", "r", "594d186e51b3", "Flow", "594d186e51b3: 5 bar"), false))
                .endsWith("  594d186e51b3: 5 bar  [r Flow]");
        assertThat(AlertLine.format(Alerts.of("1", "r", "1", "Pressure", "Pressure 1 bar"), false))
                .endsWith("  Pressure 1 bar  [r 1]");
        assertThat(AlertLine.format(Alerts.of("1", "r", "2017", "Power", "ACPower 2017 W"), false))
                .endsWith("  ACPower 2017 W  [r 2017/Power]");
        assertThat(AlertLine.format(Alerts.of("1", "r", "594d186e51b3", "Pressure", "5 bar"), false))
                .endsWith("  5 bar  [r 594d186e51b3/Pressure]");
        assertThat(AlertLine.format(Alerts.of("1", "r", "594d186e51b3", null, "5 bar"), false))
                .endsWith("  5 bar  [r 594d186e51b3]");
    }

    @Test
    void hostileNamesAreEscapedAndCannotAddALine() {
        printed(
                Alerts.of(
                        "1",
                        "r\u001b[2J",
                        "h\r\n2017-09-30T15:10:17Z  RESOLVED",
                        "s\u202Egnp\u0007\uD800",
                        "x\u009b31m\u2028y"),
                false);

        assertThat(out.toByteArray()).doesNotContain(0x1b).doesNotContain('\r').endsWith('\n');
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("\n")
                .contains("r\\u{1B}[2J")
                .contains("h\\u{D}\\u{A}2017-09-30T15:10:17Z  RESOLVED/s\\u{202E}gnp\\u{7}\\u{D800}")
                .contains("x\\u{9B}31m\\u{2028}y");
    }

    @Test
    void longFieldsAreShortened() {
        String huge = "n".repeat(200_000);
        String field = "n".repeat(199) + "…";

        assertThat(printed(Alerts.of("1", huge, huge, huge, huge), false))
                .hasSizeLessThan(1200)
                .contains("  " + "n".repeat(499) + "…  [" + field + " " + field + "/" + field + "]\n");
    }

    @Test
    void coloursOnlyWhenTold() {
        Alert firing = Alerts.firing("1");

        assertThat(printed(firing, true))
                .startsWith("2017-09-30T15:10:17Z  \u001b[1;31mFIRING    CRITICAL\u001b[0m  Pressure 93.1 bar on 594d  "
                        + "\u001b[2m[oil-high-pressure ");
        assertThat(AlertLine.format(Alerts.with(firing, AlertState.RESOLVED, Severity.CRITICAL), true))
                .contains("\u001b[32mRESOLVED  CRITICAL\u001b[0m");
        assertThat(AlertLine.format(firing, false)).doesNotContain("\u001b");
    }

    @Test
    void anOutputThatFailsIsTriedAgain() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThat(new TerminalSink(full, false).send(Alerts.firing("1")))
                .isEqualTo(new Outcome.Unavailable("cannot write to the terminal: No space left on device"));
    }

    @Test
    void aPipeThatIsClosedIsTriedAgain() throws Exception {
        Process reader = new ProcessBuilder("sh", "-c", "exec <&-; echo closed; sleep 600").start();
        try (InputStream says = reader.getInputStream()) {
            assertThat(says.read()).isEqualTo('c');
            assertThat(new TerminalSink(reader.getOutputStream(), false).send(Alerts.firing("1")))
                    .isEqualTo(new Outcome.Unavailable("cannot write to the terminal: Broken pipe"));
        } finally {
            reader.destroyForcibly();
        }
    }

    @Test
    void aPipeThatNobodyReadsDelaysNoStop() throws Exception {
        Process reader = new ProcessBuilder("sleep", "600").start();
        MemoryOutbox outbox = new MemoryOutbox();
        int more = 1_000; // than a pipe of 64 KiB holds
        for (int i = 0; i < more; i++) {
            outbox.put("terminal", "a" + i);
        }
        TerminalSink sink = new TerminalSink(reader.getOutputStream(), false);
        Settings.Retry retry = new Settings.Retry(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofHours(1));
        Dispatcher dispatcher = new Dispatcher(outbox, List.of(sink), retry, new Random(7), (name, why) -> {});
        try {
            dispatcher.start();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> dispatcher.counts("terminal").sent() > 400);
            assertThat(dispatcher.awaitIdle(Duration.ofMillis(300))).isFalse();
            long start = System.nanoTime();
            dispatcher.close(Duration.ofMillis(500));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(dispatcher.counts("terminal").sent()).isLessThan(more);
        } finally {
            reader.destroyForcibly();
        }
        await("what did not get through waits, and the thread ends with its pipe")
                .atMost(Duration.ofSeconds(20))
                .until(() -> outbox.left("terminal")
                        == more - dispatcher.counts("terminal").sent());
    }
}
