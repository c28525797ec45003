package io.tocsin.cli;

import io.tocsin.config.ConfigException;
import io.tocsin.config.Settings;
import io.tocsin.config.SettingsLoader;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options every command has. */
final class CommonOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "config/tocsin.yaml",
            description = "Settings (default: ${DEFAULT-VALUE}).")
    Path config = Path.of("config/tocsin.yaml");

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            defaultValue = "epl",
            description = "Rule folder (default: ${DEFAULT-VALUE}).")
    Path rules = Path.of("epl");

    Settings settings() throws ConfigException {
        return SettingsLoader.load(config, System::getenv);
    }

    /** For a command that connects to nothing: secrets may be missing. */
    Settings offlineSettings() throws ConfigException {
        return SettingsLoader.loadOffline(config, System::getenv);
    }
}
