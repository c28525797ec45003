package io.tocsin.pipeline.consume.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Recorder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportFormatTest {
    private static final int LONGEST = 1000;

    @TempDir
    private Path folder;

    private FileLog export(long from, String... lines) throws Exception {
        List<String> all = new ArrayList<>(List.of(ExportFormat.head("sensors", from)));
        all.addAll(Arrays.asList(lines));
        return FileLog.of(Files.write(folder.resolve("export"), all), LONGEST);
    }

    private static String line(long sequence) {
        return ExportFormat.line(
                new Message(sequence, sequence * 10, ("body " + sequence).getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> read(MessageLog log, long from, long to) throws Exception {
        Recorder recorder = new Recorder();
        log.read(from, to, recorder);
        return recorder.got();
    }

    @Test
    void bytesOfAnyKindComeBackAsTheyWere() throws Exception {
        byte[] controls = new byte[LONGEST];
        Arrays.fill(controls, (byte) 1);
        List<byte[]> all = List.of(
                new byte[0],
                "{\"a\":\"\\n\"}\r\n".getBytes(StandardCharsets.UTF_8),
                "\u2028\ud83d\udd25\u0000".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xc3, 0x28, (byte) 0xff},
                controls);
        String[] lines = new String[all.size()];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = ExportFormat.line(new Message(i + 7L, 1_506_784_217_765L + i, all.get(i)));
        }
        try (FileLog log = export(7, lines)) {
            Recorder recorder = new Recorder();
            log.read(1, MessageLog.FOLLOW, recorder);
            assertThat(recorder.messages()).hasSameSizeAs(all);
            for (int i = 0; i < lines.length; i++) {
                Message message = recorder.messages().get(i);
                assertThat(message.sequence()).isEqualTo(i + 7);
                assertThat(message.timestamp()).isEqualTo(1_506_784_217_765L + i);
                assertThat(message.data()).isEqualTo(all.get(i));
            }
        }
    }

    @Test
    void whatTheLogHadEvictedIsReportedAndWhatIsNotPartOfTheStretchIsNot() throws Exception {
        try (FileLog log = export(5, line(7), line(8), line(11))) {
            assertThat(log.bounds()).isEqualTo(new MessageLog.Bounds(5, 11));
            assertThat(read(log, 1, MessageLog.FOLLOW))
                    .containsExactly("evicted 5-6", "7 body 7", "8 body 8", "evicted 9-10", "11 body 11");
            assertThat(read(log, 6, 7)).containsExactly("evicted 6-6", "7 body 7");
            assertThat(read(log, 8, 9)).containsExactly("8 body 8", "evicted 9-9");
            assertThat(read(log, 10, 10)).containsExactly("evicted 10-10");
            assertThat(read(log, 12, MessageLog.FOLLOW)).isEmpty();
            assertThatThrownBy(() -> read(log, 13, 20))
                    .isInstanceOf(LogException.class)
                    .hasMessage(folder.resolve("export")
                            + " has messages 5 to 11, but message 13 was asked for; is it the right file?");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sequence\":9,\"timestamp\":1}|it has neither data nor base64",
                "{\"sequence\":9,\"timestamp\":\"x\",\"data\":\"\"}|timestamp is no whole number of at least 0",
                "{\"timestamp\":1,\"data\":\"\"}|sequence is no whole number of at least 1",
                "{\"sequence\":7,\"timestamp\":1,\"data\":\"\"}|its sequence 7 does not come after 7"
            })
    void aDamagedLineEndsTheReadAndSaysWhichItIs(String line, String why) throws Exception {
        try (FileLog log = export(7, line(7), line)) {
            Recorder recorder = new Recorder();
            assertThatThrownBy(() -> log.read(7, MessageLog.FOLLOW, recorder))
                    .isInstanceOf(LogException.class)
                    .hasMessage(folder.resolve("export") + ": line 3 of this export is damaged: " + why
                            + "; export the stretch again");
            assertThat(recorder.got()).containsExactly("7 body 7");
        }
    }

    @Test
    void anotherVersionIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("newer"), "{\"tocsin\":\"export\",\"version\":2,\"from\":1}\n");
        try (FileLog log = FileLog.of(file, LONGEST)) {
            assertThatThrownBy(() -> read(log, 1, 1))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("an export of version 2, this tocsin reads version 1");
        }
    }
}
