package io.tocsin.config;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a settings file, strictly: all its problems come in one report. */
public final class SettingsLoader {
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
        return parse(file.toString(), text(file), TextFile.folder(file), env);
    }

    /**
     * The same for a command that connects to nothing: a {@link Secret} whose variable or file is missing is read as an
     * empty one, so that rules can be checked where the secrets are not. All else is as strict.
     *
     * @throws ConfigException as {@link #load}
     */
    public static Settings loadOffline(Path file, Function<String, @Nullable String> env) throws ConfigException {
        return parse(file.toString(), text(file), TextFile.folder(file), env, true);
    }

    private static String text(Path file) throws ConfigException {
        return TextFile.read(file, "cannot read the settings: ", "; name another file with --config", "settings");
    }

    static Settings parse(String file, String text, Path folder, Function<String, @Nullable String> env)
            throws ConfigException {
        return parse(file, text, folder, env, false);
    }

    static Settings parse(
            String file, String text, Path folder, Function<String, @Nullable String> env, boolean offline)
            throws ConfigException {
        Report report = new Report(file);
        Node root = YamlReader.read(text, report);
        if (root == null) {
            throw report.toException();
        }
        Bound bound = new Bound();
        Values values = new Values(report, new Placeholders(folder, env), new Scalars(folder), offline);
        Settings settings = new Binder(report, bound, values).bind(Settings.class, root);
        new SettingsChecks(bound, report, offline).run();
        if (settings == null || !report.isEmpty()) {
            throw report.toException();
        }
        return settings;
    }
}
