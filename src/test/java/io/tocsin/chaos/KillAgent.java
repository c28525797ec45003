package io.tocsin.chaos;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/** Weaves the {@link KillSwitch} into the service as it is loaded. */
public final class KillAgent {
    private static final List<Class<?>> CLASSES = List.of(
            KillAgent.class,
            Entry.class,
            Exit.class,
            At.class,
            KillSwitch.class,
            KillPlan.class,
            KillPlan.Report.class,
            Phase.class);

    private KillAgent() {}

    /** Called by the JVM. */
    @SuppressWarnings("unused")
    public static void premain(String arguments, Instrumentation instrumentation) {
        // Weaving uses it where threads load classes at once. Were it loaded only then, it would wait for itself: a
        // ClassCircularityError for whoever loads something, which may be Esper's compiler.
        ThreadLocalRandom.current();
        KillSwitch.arm(KillPlan.of(arguments));
        for (Phase phase : Phase.values()) {
            if (phase != Phase.WARM) { // tells itself from EVALUATE by its thread
                weave(phase, instrumentation);
            }
        }
    }

    private static void weave(Phase phase, Instrumentation instrumentation) {
        Advice advice =
                Advice.withCustomMapping().bind(At.class, phase.name()).to(phase.atItsEnd ? Exit.class : Entry.class);
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .type(named(phase.type))
                .transform((builder, type, loader, module, domain) -> builder.visit(advice.on(named(phase.method))))
                .installOn(instrumentation);
    }

    /** Makes a jar of it, for {@link KillPlan#option}. */
    public static Path jar(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", KillAgent.class.getName());
        main.put(Attributes.Name.CLASS_PATH, library());
        Path jar = folder.resolve("kill-agent.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> type : CLASSES) {
                String entry = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (InputStream in = KillAgent.class.getClassLoader().getResourceAsStream(entry)) {
                    Objects.requireNonNull(in, entry).transferTo(out);
                }
            }
        }
        return jar;
    }

    private static String library() throws IOException {
        try {
            return AgentBuilder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()
                    .toString();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface At {}

    static final class Entry {
        private Entry() {}

        @Advice.OnMethodEnter
        static void enter(@At String phase) {
            KillSwitch.passes(phase);
        }
    }

    static final class Exit {
        private Exit() {}

        @Advice.OnMethodExit
        static void exit(@At String phase) {
            KillSwitch.passes(phase);
        }
    }
}
