package io.tocsin.config;

import java.nio.file.Path;

/** A YAML file beside the settings, read as strictly as they are: all its problems come in one report. */
public final class YamlFile {
    private YamlFile() {}

    /**
     * Reads a file into records as {@link SettingsLoader} does; of placeholders only {@code ${file:path}} gives something.
     * A record whose values do not fit together says so in its constructor by an IllegalArgumentException; a component of
     * type {@link Position} gets the place where the record stands.
     *
     * @param file shown in problems as it is given here; relative paths in the text are relative to it
     * @throws ConfigException with every problem of the file
     */
    public static <T extends Record> T parse(Path file, String text, Class<T> type) throws ConfigException {
        Path folder = SettingsLoader.folder(file);
        Report report = new Report(file.toString());
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
