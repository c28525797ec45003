package io.tocsin.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills in environment variables and files; a doubled dollar sign keeps a placeholder as plain text. */
final class Placeholders {
    private static final int MAX_FILE = 64 * 1024;
    private static final Pattern TOKEN = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(\\}?)");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("file:(?<file>.+)|(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<fallback>.*))?", Pattern.DOTALL);

    private final Path folder;
    private final Function<String, @Nullable String> env;
    private boolean lookedAtFiles;

    Placeholders(Path folder, Function<String, @Nullable String> env) {
        this.folder = folder;
        this.env = env;
    }

    /**
     * @param text the value with everything filled in
     * @param origins the variables and files it came from, as placeholders without their defaults
     * @param missing variables and files that are not there, as messages
     * @param malformed placeholders that make no sense, as messages
     */
    record Result(String text, List<String> origins, List<String> missing, List<String> malformed) {
        /** Whether anything came from outside the settings file, and so may be a secret. */
        boolean isFilled() {
            return !origins.isEmpty();
        }

        boolean isOk() {
            return missing.isEmpty() && malformed.isEmpty();
        }
    }

    Result fill(String text) {
        Set<String> origins = new LinkedHashSet<>();
        Set<String> missing = new LinkedHashSet<>();
        Set<String> malformed = new LinkedHashSet<>();
        StringBuilder filled = new StringBuilder();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String inner = token.group(1);
            String value = "";
            if (inner == null) {
                value = "${";
            } else if (token.group(2).isEmpty()) {
                malformed.add("'${' is not closed: add '}', or write '$${' for a plain '${'");
            } else {
                value = value(inner, origins, missing, malformed);
            }
            token.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return new Result(
                token.appendTail(filled).toString(),
                List.copyOf(origins),
                List.copyOf(missing),
                List.copyOf(malformed));
    }

    private String value(String inner, Set<String> origins, Set<String> missing, Set<String> malformed) {
        Matcher placeholder = PLACEHOLDER.matcher(inner);
        if (!placeholder.matches() || inner.contains("${")) {
            malformed.add("a '${...}' makes no sense: write ${NAME}, ${NAME:-default} or ${file:path},"
                    + " or '$${' for a plain '${'");
            return "";
        }
        String name = placeholder.group("name");
        if (name == null) {
            origins.add("${" + Shown.value(inner) + "}");
            return file(placeholder.group("file"), missing);
        }
        origins.add("${" + Shown.value(name) + "}");
        return variable(name, placeholder.group("fallback"), missing);
    }

    private String variable(String name, @Nullable String fallback, Set<String> missing) {
        String value = env.apply(name);
        if (fallback != null) {
            return value == null || value.isEmpty() ? fallback : value;
        }
        if (value == null) {
            missing.add("the environment variable " + name + " is not set: set it, or give a default with ${" + name
                    + ":-default}");
            return "";
        }
        return value;
    }

    /** Whether a file was asked for, be it there or not. */
    boolean lookedAtFiles() {
        return lookedAtFiles;
    }

    private String file(String path, Set<String> missing) {
        lookedAtFiles = true;
        try (InputStream in = Files.newInputStream(folder.resolve(path))) {
            byte[] bytes = in.readNBytes(MAX_FILE + 1);
            if (bytes.length > MAX_FILE) {
                missing.add("the file " + Shown.value(path) + " is larger than 64 KiB");
                return "";
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String value = text.replaceFirst("\\r?\\n\\z", "");
            if (value.isEmpty()) {
                missing.add("the file " + Shown.value(path) + " is empty");
            }
            return value;
        } catch (CharacterCodingException e) {
            missing.add("the file " + Shown.value(path) + " is not UTF-8 text");
        } catch (InvalidPathException | IOException e) {
            missing.add("cannot read the file " + Shown.value(path) + ": " + reason(folder, path, e));
        }
        return "";
    }

    private static String reason(Path folder, String path, Exception e) {
        if (e instanceof InvalidPathException) {
            return "not a path";
        }
        return reason(folder.resolve(path), (IOException) e);
    }

    static String reason(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (Files.isDirectory(file)) {
            return "it is a folder";
        }
        boolean known = e instanceof FileSystemException system && system.getReason() != null;
        return String.valueOf(known ? ((FileSystemException) e).getReason() : e.getMessage());
    }
}
