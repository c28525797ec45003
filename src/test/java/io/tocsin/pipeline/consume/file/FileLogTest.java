package io.tocsin.pipeline.consume.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.MessageLog.Bounds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class FileLogTest {
    private static final int MAX = 1 << 20;

    private final Path folder;

    FileLogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(byte[] data) throws IOException {
        return Files.write(folder.resolve("messages.ndjson"), data);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] data) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(data);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static List<String> read(MessageLog log, long from, long to) throws LogException, InterruptedException {
        List<String> lines = new ArrayList<>();
        log.read(from, to, message -> {
            assertThat(message.timestamp()).isEqualTo(Message.NO_TIMESTAMP);
            lines.add(message.sequence() + ":" + new String(message.data(), StandardCharsets.UTF_8));
        });
        return lines;
    }

    private List<String> readAll(byte[] data) throws Exception {
        List<String> lines;
        try (FileLog log = FileLog.of(file(data), MAX)) {
            lines = read(log, 1, MessageLog.FOLLOW);
            assertThat(log.bytesRead()).isEqualTo(data.length);
            assertThat(log.size()).hasValue(data.length);
            assertThat(log.bounds()).isEqualTo(new Bounds(1, lines.size()));
        }
        try (FileLog log = FileLog.of(new ByteArrayInputStream(data), MAX)) {
            assertThat(read(log, 1, MessageLog.FOLLOW)).isEqualTo(lines);
            assertThat(log.bytesRead()).isEqualTo(data.length);
            assertThat(log.size()).isEmpty();
        }
        return lines;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''             | []",
                "a              | [1:a]",
                "a#             | [1:a]",
                "a#b            | [1:a, 2:b]",
                "#              | [1:]",
                "##             | [1:, 2:]",
                "a##b#          | [1:a, 2:, 3:b]",
                "#a             | [1:, 2:a]",
            })
    void aMessageIsWhatALineFeedEnds(String text, String messages) throws Exception {
        byte[] data = bytes(text.replace('#', '\n'));
        assertThat(readAll(data)).hasToString(messages);
        assertThat(readAll(gzip(data))).hasToString(messages);
    }

    @Test
    void aCarriageReturnStaysInTheMessage() throws Exception {
        assertThat(readAll(bytes("{}\r\n\r\n{}\r"))).containsExactly("1:{}\r", "2:\r", "3:{}\r");
    }

    @Test
    void linesOfEveryLengthCrossTheBlocksUnharmed() throws Exception {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= 3000; i++) {
            String line = String.valueOf((char) ('a' + i % 26)).repeat(random.nextInt(i % 100 == 0 ? 200_000 : 300));
            lines.add(i + ":" + line);
            text.append(line).append('\n');
        }
        assertThat(readAll(bytes(text.toString()))).isEqualTo(lines);
        assertThat(readAll(gzip(bytes(text.toString())))).isEqualTo(lines);
    }

    @Test
    void gzipMembersAreReadOneAfterTheOther() throws Exception {
        byte[] members = joined(joined(gzip(bytes("a\nb")), gzip(new byte[0])), gzip(bytes("c\nd\n")));
        assertThat(readAll(members)).containsExactly("1:a", "2:bc", "3:d");
        try (FileLog dribbling = FileLog.of(new Dribble(members), MAX)) {
            assertThat(read(dribbling, 1, MessageLog.FOLLOW)).containsExactly("1:a", "2:bc", "3:d");
        }
    }

    /** A stream that gives a byte at a time and never says that more is to come. */
    private static final class Dribble extends ByteArrayInputStream {
        Dribble(byte[] data) {
            super(data);
        }

        @Override
        public synchronized int read(byte[] into, int at, int length) {
            return super.read(into, at, Math.min(1, length));
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }

    @Test
    void aLineOverTheLimitIsCutToOneByteMore() throws Exception {
        for (int max : new int[] {5, 70_000}) {
            String text = "x".repeat(max) + "\n" + "y".repeat(max + 1) + "\n" + "z".repeat(max * 3) + "\nend";
            try (FileLog log = FileLog.of(file(bytes(text)), max)) {
                assertThat(read(log, 1, MessageLog.FOLLOW))
                        .containsExactly(
                                "1:" + "x".repeat(max),
                                "2:" + "y".repeat(max + 1),
                                "3:" + "z".repeat(max + 1),
                                "4:end");
            }
        }
    }

    @Test
    void aLineWithoutEndTakesNoMemory() throws Exception {
        long[] left = {1L << 31}; // more than an array can hold
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return left[0]-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int at, int length) {
                left[0] -= length;
                return left[0] > 0 ? length : -1;
            }
        };
        int[] length = {0};
        try (FileLog log = FileLog.of(endless, 1000)) {
            log.read(1, MessageLog.FOLLOW, message -> length[0] = message.data().length);
        }
        assertThat(length[0]).isEqualTo(1001);
    }

    @Test
    void anyStretchCanBeReadAgain() throws Exception {
        try (FileLog log = FileLog.of(file(gzip(bytes("a\nb\nc\nd\n"))), MAX)) {
            assertThat(read(log, 2, 3)).containsExactly("2:b", "3:c");
            assertThat(read(log, 1, 2)).containsExactly("1:a", "2:b");
            assertThat(read(log, 4, 9)).containsExactly("4:d");
            assertThat(read(log, 5, 9)).isEmpty();
            assertThat(read(log, 3, 2)).isEmpty();
            assertThatThrownBy(() -> read(log, 6, 9))
                    .isInstanceOf(LogException.class)
                    .hasMessage(folder.resolve("messages.ndjson")
                            + " has only 4 lines, but line 6 was asked for; is it the right file?");
        }
    }

    @Test
    void standardInputIsReadOnceAndHasNoBounds() throws Exception {
        try (FileLog log = FileLog.of(new ByteArrayInputStream(bytes("a\nb\n")), MAX)) {
            assertThat(log.describe()).isEqualTo("standard input");
            assertThatThrownBy(log::bounds)
                    .isInstanceOf(LogException.class)
                    .hasMessage("the end of standard input is not known before it has been read; name a file instead");
            assertThat(read(log, 2, 2)).containsExactly("2:b");
            assertThatThrownBy(() -> read(log, 1, 2))
                    .isInstanceOf(LogException.class)
                    .hasMessage(
                            "standard input has been read already and cannot be read again; save it to a file first");
        }
    }

    @Test
    void anUnreadableFileIsNamed() {
        Path missing = folder.resolve("missing.ndjson");
        try (FileLog log = FileLog.of(missing, MAX)) {
            assertThat(log.describe()).isEqualTo("file " + missing);
            assertThat(log.size()).isEmpty();
            assertThatThrownBy(log::bounds).isInstanceOf(LogException.class);
            assertThatThrownBy(() -> read(log, 1, 9))
                    .isInstanceOf(LogException.class)
                    .hasMessage(missing + ": no such file; check the path");
        }
        try (FileLog log = FileLog.of(folder, MAX)) {
            assertThatThrownBy(() -> read(log, 1, 9))
                    .isInstanceOf(LogException.class)
                    .hasMessage(folder + ": is a folder; name a file in it");
        }
    }

    private void assertDamaged(byte[] data, int linesBefore, String problem) throws IOException {
        Path file = file(data);
        List<String> lines = new ArrayList<>();
        try (FileLog log = FileLog.of(file, MAX)) {
            assertThatThrownBy(() -> log.read(1, 9, message -> lines.add("")))
                    .isInstanceOf(LogException.class)
                    .hasMessage(file + ": " + problem);
        }
        assertThat(lines).hasSize(linesBefore);
    }

    @Test
    void damagedGzipEndsTheReadWithTheLineReached() throws Exception {
        byte[] good = gzip(bytes("a\nb\nc"));
        String again = "; fetch or compress the file again";
        assertDamaged(Arrays.copyOf(good, good.length - 4), 2, "the gzip data ends too early, after line 2" + again);
        assertDamaged(Arrays.copyOf(good, 2), 0, "the gzip data ends too early, after line 0" + again);
        String foreign = "the gzip data is damaged after line 2 (what follows is not gzip)" + again;
        assertDamaged(joined(good, bytes("x")), 2, foreign);
        assertDamaged(joined(good, bytes("{\"_id\":\"plain text behind the member\"}\n")), 2, foreign);
        byte[] wrongSum = good.clone();
        wrongSum[good.length - 6] ^= 1;
        assertDamaged(wrongSum, 2, "the gzip data is damaged after line 2 (Corrupt GZIP trailer)" + again);
        byte[] noDeflate = good.clone();
        noDeflate[2] = 7;
        assertDamaged(noDeflate, 0, "the gzip data is damaged after line 0 (Unsupported compression method)" + again);
    }

    @Test
    void aFailingDeviceEndsTheReadWithTheLineReached() {
        InputStream failing = new InputStream() {
            private int line;

            @Override
            public int read() throws IOException {
                throw new IOException("unused");
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                if (++line > 9) {
                    throw new IOException("Input/output error");
                }
                into[at] = '\n';
                return 1;
            }
        };
        try (FileLog log = FileLog.of(failing, MAX)) {
            assertThatThrownBy(() -> read(log, 1, 99))
                    .isInstanceOf(LogException.class)
                    .hasMessage("standard input: cannot be read beyond line 9 (Input/output error);"
                            + " check the file and its disk");
        }
    }

    @Test
    void closingEndsEveryRead() throws Exception {
        List<Long> seen = new ArrayList<>();
        FileLog log = FileLog.of(file(bytes("a\nb\nc\n")), MAX);
        log.read(1, 3, message -> {
            seen.add(message.sequence());
            log.close();
        });
        log.read(1, 3, message -> seen.add(message.sequence()));
        assertThat(seen).containsExactly(1L);
    }

    @Test
    void aReadThatWaitsForStandardInputCanBeClosedAndInterrupted() throws Exception {
        for (boolean interrupting : new boolean[] {false, true}) {
            try (var sender = new PipedOutputStream();
                    var silent = new PipedInputStream(sender)) {
                FileLog log = FileLog.of(silent, MAX);
                CountDownLatch first = new CountDownLatch(1);
                AtomicReference<@Nullable Throwable> end = new AtomicReference<>();
                Thread reader = new Thread(() -> {
                    try {
                        log.read(1, MessageLog.FOLLOW, message -> first.countDown());
                    } catch (LogException | InterruptedException e) {
                        end.set(e);
                    }
                });
                reader.start();
                sender.write(bytes("a\nbegun"));
                sender.flush();
                assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
                if (interrupting) {
                    reader.interrupt();
                } else {
                    log.close();
                }
                await().until(() -> !reader.isAlive());
                if (interrupting) {
                    assertThat(end.get()).isInstanceOf(InterruptedException.class);
                } else {
                    assertThat(end.get()).isNull();
                }
                log.close();
            }
        }
    }

    @Test
    void anInterruptEndsTheReadOfAFile() throws Exception {
        try (FileLog log = FileLog.of(file(bytes("a\n".repeat(100_000))), MAX)) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                try {
                    log.read(1, MessageLog.FOLLOW, message -> Thread.currentThread()
                            .interrupt());
                    interrupted.complete(false);
                } catch (InterruptedException e) {
                    interrupted.complete(true);
                } catch (LogException e) {
                    interrupted.completeExceptionally(e);
                }
            });
            reader.start();
            assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
