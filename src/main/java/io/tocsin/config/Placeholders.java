package io.tocsin.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills in environment variables and files; a doubled dollar sign keeps a placeholder as plain text. */
final class Placeholders {
    private static final int MAX_FILE = 64 * 1024;
    private static final Pattern TOKEN = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(\\}?)");
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);

    private final Path folder;
    private final Function<String, @Nullable String> env;

    Placeholders(Path folder, Function<String, @Nullable String> env) {
        this.folder = folder;
        this.env = env;
    }

    /**
     * @param text the value with everything filled in
     * @param filled whether anything was
     * @param fromFile whether a part came from a file, and so may be a secret
     * @param missing variables and files that are not there, as messages
     * @param malformed placeholders that make no sense, as messages
     */
    record Result(String text, boolean filled, boolean fromFile, List<String> missing, List<String> malformed) {
        boolean isOk() {
            return missing.isEmpty() && malformed.isEmpty();
        }
    }

    Result fill(String text) {
        List<String> missing = new ArrayList<>();
        List<String> malformed = new ArrayList<>();
        StringBuilder filled = new StringBuilder();
        boolean any = false;
        boolean fromFile = false;
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String inner = token.group(1);
            String value = "";
            if (inner == null) {
                value = "${";
            } else if (token.group(2).isEmpty()) {
                malformed.add("'${' is not closed: add '}', or write '$${' for a plain '${'");
            } else if (inner.startsWith("file:")) {
                fromFile = true;
                value = file(inner.substring("file:".length()), missing);
            } else {
                value = variable(inner, missing, malformed);
            }
            any |= inner != null;
            token.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return new Result(token.appendTail(filled).toString(), any, fromFile, missing, malformed);
    }

    private String variable(String inner, List<String> missing, List<String> malformed) {
        Matcher variable = VARIABLE.matcher(inner);
        if (!variable.matches() || inner.contains("${")) {
            malformed.add("a '${...}' makes no sense: write ${NAME}, ${NAME:-default} or ${file:path},"
                    + " or '$${' for a plain '${'");
            return "";
        }
        String name = variable.group(1);
        String value = env.apply(name);
        String fallback = variable.group(2);
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

    private String file(String path, List<String> missing) {
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
            return text.replaceFirst("\\r?\\n\\z", "");
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
        return Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
    }
}
