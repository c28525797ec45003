package io.tocsin.pipeline.consume.file;

import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.MessageLogContract;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class FileLogContractTest {
    @Nested
    class Plain extends Contract {
        Plain(@TempDir Path folder) {
            super(folder);
        }

        @Override
        OutputStream packed(OutputStream file) {
            return file;
        }
    }

    @Nested
    class Gzip extends Contract {
        Gzip(@TempDir Path folder) {
            super(folder);
        }

        @Override
        OutputStream packed(OutputStream file) throws Exception {
            return new GZIPOutputStream(file);
        }
    }

    @Nested
    class Exported extends MessageLogContract {
        private final Path folder;

        Exported(@TempDir Path folder) {
            this.folder = folder;
        }

        @Override
        protected MessageLog log(List<byte[]> messages) throws Exception {
            List<String> lines = new ArrayList<>(List.of(ExportFormat.head("sensors", 1)));
            for (byte[] message : messages) {
                lines.add(ExportFormat.line(new Message(lines.size(), System.currentTimeMillis(), message)));
            }
            return FileLog.of(Files.write(folder.resolve("export.ndjson"), lines), 1 << 20);
        }

        @Override
        protected boolean keepsTimestamps() {
            return true;
        }

        @Override
        protected boolean ends() {
            return true;
        }
    }

    private abstract static class Contract extends MessageLogContract {
        private final Path folder;

        Contract(Path folder) {
            this.folder = folder;
        }

        abstract OutputStream packed(OutputStream file) throws Exception;

        @Override
        protected MessageLog log(List<byte[]> messages) throws Exception {
            var lines = new ByteArrayOutputStream();
            for (byte[] message : messages) {
                lines.writeBytes(message);
                lines.write('\n');
            }
            Path file = folder.resolve("messages.ndjson");
            try (OutputStream out = packed(Files.newOutputStream(file))) {
                lines.writeTo(out);
            }
            return FileLog.of(file, 1 << 20);
        }

        @Override
        protected boolean keepsTimestamps() {
            return false;
        }

        @Override
        protected boolean ends() {
            return true;
        }
    }
}
