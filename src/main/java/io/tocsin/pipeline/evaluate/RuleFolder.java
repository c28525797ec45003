package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The folder that holds the rules, {@code **}{@code /*.epl}; hidden files and folders, named with a dot first, do not count. */
public final class RuleFolder {
    /** How the names of rule files end. */
    public static final String RULE_ENDING = ".epl";

    /** How the names of files with tests of rules end. */
    public static final String TEST_ENDING = ".test.yaml";

    private static final int MAX_FILE = 1024 * 1024;

    private final Path folder;

    public RuleFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads every rule file, in order of path, whatever order the file system lists them in.
     *
     * @throws RuleException with a problem for each file that cannot be read, or one where there is no rule file at all
     */
    public List<RuleFile> read() throws RuleException {
        List<Path> paths = paths(RULE_ENDING);
        List<RuleFile> files = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path path : paths) {
            try {
                byte[] bytes = bytes(path);
                if (bytes.length > MAX_FILE) {
                    problems.add(Problem.of(shown(name(path)), "is larger than 1 MiB: this is no rule file"));
                    continue;
                }
                files.add(new RuleFile(
                        name(path),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString()));
            } catch (CharacterCodingException e) {
                problems.add(Problem.of(shown(name(path)), "is not UTF-8 text; save it as UTF-8"));
            } catch (IOException e) {
                problems.add(Problem.of(shown(name(path)), "cannot be read: " + reason(e)));
            }
        }
        if (paths.isEmpty()) {
            problems.add(Problem.of(folder.toString(), "holds no rule; put EPL files ending in .epl there"));
        }
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        return files;
    }

    private static byte[] bytes(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MAX_FILE + 1);
        }
    }

    /** A rule file's path as problems show it: with the folder as the user gave it. */
    public String shown(String file) {
        return folder.resolve(file).toString();
    }

    /**
     * The files with tests of rules, {@code **}{@code /*.test.yaml}, as {@link RuleFile#path} names files, in that order.
     *
     * @throws RuleException if the folder cannot be read
     */
    public List<String> tests() throws RuleException {
        return paths(TEST_ENDING).stream().map(this::name).toList();
    }

    private List<Path> paths(String ending) throws RuleException {
        if (Files.isRegularFile(folder)) {
            throw new RuleException(List.of(Problem.of(folder.toString(), "is a file; give the folder it is in")));
        }
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                            return !path.equals(folder) && isHidden(path)
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                            if (isNamed(path, ending)) {
                                found.add(path);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
            found.sort(Comparator.comparing(this::name));
            return found;
        } catch (IOException e) {
            String what =
                    Files.isDirectory(folder) ? "cannot be read: " + reason(e) : "is no folder; give one by --rules";
            throw new RuleException(List.of(Problem.of(folder.toString(), what)));
        }
    }

    /** A link that leads nowhere is one, so that it is reported. */
    private static boolean isNamed(Path path, String ending) {
        return path.getFileName().toString().endsWith(ending)
                && !isHidden(path)
                && (Files.isRegularFile(path) || (Files.isSymbolicLink(path) && !Files.exists(path)));
    }

    /** What editors, version control and mounted volumes keep for themselves: it would count a rule twice. */
    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private String name(Path path) {
        return folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        return cause instanceof java.nio.file.NoSuchFileException
                ? "no such file; where it is a link, it leads nowhere"
                : cause.toString();
    }
}
