package io.tocsin.cli;

import io.tocsin.config.ConfigException;
import io.tocsin.config.Settings;
import io.tocsin.config.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options every command has. */
final class CommonOptions {
    private static final String CONFIG = "config/tocsin.yaml";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = CONFIG,
            description = "Settings (default: ${DEFAULT-VALUE}).")
    Path config = Path.of(CONFIG);

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            defaultValue = "epl",
            description = "Rule folder (default: ${DEFAULT-VALUE}).")
    Path rules = Path.of("epl");

    Settings settings() throws ConfigException, UsageException {
        requireHere();
        return SettingsLoader.load(config, System::getenv);
    }

    /** For a command that connects to nothing: secrets may be missing. */
    Settings offlineSettings() throws ConfigException, UsageException {
        requireHere();
        return SettingsLoader.loadOffline(config, System::getenv);
    }

    /** Says where the default was looked for: most often the command was given in another folder. */
    private void requireHere() throws UsageException {
        if (config.equals(Path.of(CONFIG)) && !Files.exists(config)) {
            throw new UsageException(CONFIG + ": no such file in " + Path.of("").toAbsolutePath()
                    + "; go to the folder of your settings and rules, or name them with --config and --rules");
        }
    }
}
