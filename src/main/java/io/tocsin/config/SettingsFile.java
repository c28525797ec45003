package io.tocsin.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A settings file that is read again and again, for it may change. Parsed only where that may give something else. */
public final class SettingsFile {
    private static final byte[] NEVER_READ = {};

    private final Path file;
    private final Function<String, @Nullable String> env;

    private byte[] bytes = NEVER_READ;
    private SettingsLoader.@Nullable Read before;

    /**
     * Reads nothing yet.
     *
     * @param file shown in problems as it is given here
     * @param env looks up an environment variable, which has one value for good: {@code System::getenv}
     */
    public SettingsFile(Path file, Function<String, @Nullable String> env) {
        this.file = file;
        this.env = env;
    }

    /**
     * What the file says now, and the files it names. Not thread-safe.
     *
     * @throws ConfigException as {@link SettingsLoader#load}
     */
    public Settings read() throws ConfigException {
        byte[] now = SettingsLoader.bytes(file);
        SettingsLoader.Read read = before;
        if (read == null || !read.alone() || !Arrays.equals(now, bytes)) {
            before = null;
            String text = SettingsLoader.decode(file, now);
            read = SettingsLoader.parse(file.toString(), text, SettingsLoader.folder(file), env, false);
            before = read;
            bytes = now;
        }
        return read.settings();
    }
}
