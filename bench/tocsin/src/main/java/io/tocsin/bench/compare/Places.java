package io.tocsin.bench.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are, from the folder {@code bench/}. */
record Places(Path home) {

    Path target() {
        return home.resolve("target");
    }

    Path data() {
        return target().resolve("data");
    }

    Path work() {
        return target().resolve("work");
    }

    Path shippedRules() {
        return home.resolveSibling("epl");
    }

    Path productJar() {
        return home.resolveSibling("target").resolve("tocsin.jar");
    }

    String classpath(String module) throws IOException {
        Path built = home.resolve(module).resolve("target");
        return built.resolve("classes")
                + File.pathSeparator
                + Files.readString(built.resolve("classpath")).strip();
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
