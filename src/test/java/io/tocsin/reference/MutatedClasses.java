package io.tocsin.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Loads Tocsin's classes anew, some of them compiled from changed sources; everything else comes from the parent. */
final class MutatedClasses extends ClassLoader {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final String OURS = "io.tocsin.";

    private final Path compiled;

    /**
     * Changes sources and compiles them.
     *
     * @param edits what to change; nothing in a file compiles it as it is
     * @param folder an empty folder
     */
    MutatedClasses(List<Edit> edits, Path folder) throws IOException {
        super(MutatedClasses.class.getClassLoader());
        compiled = Files.createDirectories(folder.resolve("classes"));
        for (Edit edit : edits) {
            Path changed = folder.resolve("sources").resolve(edit.file());
            Path from = Files.exists(changed) ? changed : SOURCES.resolve(edit.file());
            String text = Files.readString(from);
            Files.createDirectories(changed.getParent());
            Files.writeString(changed, edit.apply(text));
        }
        compile(edits.stream()
                .map(Edit::file)
                .distinct()
                .map(file -> folder.resolve("sources").resolve(file))
                .toList());
    }

    private void compile(List<Path> files) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            StringWriter errors = new StringWriter();
            List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-parameters",
                    "-implicit:none",
                    "-cp",
                    classPath(),
                    "-d",
                    compiled.toString());
            boolean done = javac.getTask(
                            errors, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(done).as("compiles: " + errors).isTrue();
        }
    }

    /** Of the JVM, and of the loaders of test launchers. */
    private static String classPath() {
        StringJoiner path = new StringJoiner(System.getProperty("path.separator"));
        path.add(System.getProperty("java.class.path"));
        for (ClassLoader l = MutatedClasses.class.getClassLoader(); l != null; l = l.getParent()) {
            if (l instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    path.add(Path.of(URI.create(url.toString())).toString());
                }
            }
        }
        return path.toString();
    }

    /** Does something while Esper finds the event's class and its plug-ins by name here. */
    <T> T within(Callable<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return work.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A new object of one of our classes. */
    Object make(String name) throws ReflectiveOperationException {
        Constructor<?> constructor = loadClass(name).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        Path mutated = compiled.resolve(file);
        try (InputStream in = Files.exists(mutated)
                ? Files.newInputStream(mutated)
                : getParent().getResourceAsStream(file)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
