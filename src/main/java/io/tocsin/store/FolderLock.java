package io.tocsin.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keeps a second process off a state folder. The operating system lets go of it however the process ends. */
final class FolderLock implements AutoCloseable {
    private static final String FILE = "lock";
    private static final int LOOKS = 3;
    private static final long LOOK_NANOS = 20_000_000;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(channel, folder);
                return new FolderLock(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new StoreException(folder + ": permission denied; state.folder must be writable", e);
        } catch (FileAlreadyExistsException e) {
            throw new StoreException(e.getFile() + ": is a file, but state.folder must be a folder", e);
        } catch (IOException e) {
            String reason =
                    e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
            throw new StoreException(folder + ": cannot be used as state.folder: " + reason, e);
        }
    }

    /**
     * Whether another process has a folder. Not to be asked by the process that has it: on some systems, who closes the file
     * lets go of it.
     */
    static boolean isHeld(Path folder) {
        Path file = folder.resolve(FILE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void lock(FileChannel channel, Path folder) throws IOException {
        FileLock lock = tryLock(channel);
        for (int i = 0; lock == null && i < LOOKS; i++) {
            LockSupport.parkNanos(LOOK_NANOS); // somebody may just be looking whether it is held
            lock = tryLock(channel);
        }
        if (lock == null) {
            throw new StoreException(folder + ": in use by another tocsin" + owner(channel)
                    + "; stop it, or give this one a state.folder of its own");
        }
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(
                Long.toString(ProcessHandle.current().pid())));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held in this very process
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        String pid = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
        return pid.isEmpty() ? "" : " (process " + pid + ")";
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("the lock of the state folder cannot be released: " + e.getMessage(), e);
        }
    }
}
