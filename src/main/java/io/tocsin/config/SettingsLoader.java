package io.tocsin.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a settings file, strictly: all its problems come in one report. */
public final class SettingsLoader {
    private static final int MAX_FILE = 1024 * 1024;

    private SettingsLoader() {}

    /**
     * Reads settings; every key has a default, so an empty file is fine. In values {@code ${NAME}},
     * {@code ${NAME:-default}} (for a variable that is not set or empty) and {@code ${file:path}} are filled in;
     * relative paths are relative to the file.
     *
     * @param file shown in problems as it is given here
     * @param env looks up an environment variable: {@code System::getenv}
     * @throws ConfigException with every problem of the file, or the one reason why it cannot be read
     */
    public static Settings load(Path file, Function<String, @Nullable String> env) throws ConfigException {
        return parse(file.toString(), text(file), folder(file), env);
    }

    /**
     * The same for a command that connects to nothing: a {@link Secret} whose variable or file is missing is read as an
     * empty one, so that rules can be checked where the secrets are not. All else is as strict.
     *
     * @throws ConfigException as {@link #load}
     */
    public static Settings loadOffline(Path file, Function<String, @Nullable String> env) throws ConfigException {
        return parse(file.toString(), text(file), folder(file), env, true).settings();
    }

    /**
     * What a file says.
     *
     * @param alone whether it says so whatever is in other files
     */
    record Read(Settings settings, boolean alone) {}

    /** What relative paths in a file are relative to. */
    static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    static Settings parse(String file, String text, Path folder, Function<String, @Nullable String> env)
            throws ConfigException {
        return parse(file, text, folder, env, false).settings();
    }

    static Read parse(String file, String text, Path folder, Function<String, @Nullable String> env, boolean offline)
            throws ConfigException {
        Report report = new Report(file);
        Node root = YamlReader.read(text, report);
        if (root == null) {
            throw report.toException();
        }
        Bound bound = new Bound();
        Values values = new Values(report, new Placeholders(folder, env), new Scalars(folder), offline);
        Settings settings = new Binder(report, bound, values).bind(Settings.class, root);
        SettingsChecks checks = new SettingsChecks(bound, report, offline);
        checks.run();
        if (settings == null || !report.isEmpty()) {
            throw report.toException();
        }
        return new Read(settings, values.areAlone() && !checks.lookedAtFiles());
    }

    private static String text(Path file) throws ConfigException {
        return decode(file, bytes(file));
    }

    static byte[] bytes(Path file) throws ConfigException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_FILE + 1);
        } catch (IOException e) {
            throw failure(
                    file,
                    "cannot read the settings: " + Placeholders.reason(file, e) + "; name another file with --config");
        }
        if (bytes.length > MAX_FILE) {
            throw failure(file, "is larger than 1 MiB: this is no settings file");
        }
        return bytes;
    }

    static String decode(Path file, byte[] bytes) throws ConfigException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            List<String> lines = List.of(text.toString().split("\\R", -1));
            String last = lines.get(lines.size() - 1);
            throw new ConfigException(List.of(new Problem(
                    file.toString(),
                    lines.size(),
                    last.codePointCount(0, last.length()) + 1,
                    "this is not UTF-8: save the file in that encoding")));
        }
        return text.toString();
    }

    private static ConfigException failure(Path file, String message) {
        return new ConfigException(List.of(Problem.of(file.toString(), message)));
    }
}
