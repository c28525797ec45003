package io.tocsin.config;

import java.nio.file.Path;

/** A YAML file beside the settings, read as strictly as they are: all its problems come in one report. */
public final class YamlFile {
    private YamlFile() {}

    /**
     * Reads a file into records as {@link SettingsLoader} does; of placeholders only {@code ${file:path}} gives something.
     * Relative paths are relative to the file. A record whose values do not fit together says so in its constructor by an
     * IllegalArgumentException; a component of type {@link Position} gets the place where the record stands.
     *
     * @param kind what the file should be, one word
     * @throws ConfigException with every problem of the file, or the one reason why it cannot be read
     */
    public static <T extends Record> T load(Path file, String kind, Class<T> type) throws ConfigException {
        return parse(file.toString(), TextFile.read(file, "cannot be read: ", "", kind), TextFile.folder(file), type);
    }

    static <T extends Record> T parse(String file, String text, Path folder, Class<T> type) throws ConfigException {
        Report report = new Report(file);
        Node root = YamlReader.read(text, report);
        if (root == null) {
            throw report.toException();
        }
        Values values = new Values(report, new Placeholders(folder, name -> null), new Scalars(folder), false);
        T read = new Binder(report, new Bound(), values).bind(type, root);
        if (read == null || !report.isEmpty()) {
            throw report.toException();
        }
        return read;
    }
}
