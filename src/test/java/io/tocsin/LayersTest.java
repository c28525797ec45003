package io.tocsin;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom. */
class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tocsin");

    private static final List<String> STAGES = List.of("consume", "decode", "evaluate", "route", "send");
    private static final String[] DETERMINISTIC = {
        "io.tocsin.model..",
        "io.tocsin.pipeline.decode..",
        "io.tocsin.pipeline.evaluate..",
        "io.tocsin.pipeline.route.."
    };

    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("io.tocsin..");

    private static DescribedPredicate<JavaClass> oursBut(String... packages) {
        return OURS.and(not(resideInAnyPackage(packages)));
    }

    @Test
    void everyClassIsSeen() {
        assertThat(CLASSES.size()).isGreaterThan(100);
        for (String stage : STAGES) {
            assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                    .anyMatch(p -> p.startsWith("io.tocsin.pipeline." + stage));
        }
    }

    @Test
    void modelDependsOnNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("io.tocsin.model..")
                .should()
                .dependOnClassesThat(oursBut("io.tocsin.model.."))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "observe"})
    void configAndObserveDependOnModelAlone(String name) {
        noClasses()
                .that()
                .resideInAPackage("io.tocsin." + name + "..")
                .should()
                .dependOnClassesThat(oursBut("io.tocsin.model..", "io.tocsin." + name + ".."))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"consume", "decode", "evaluate", "route", "send"})
    void aStageDependsOnModelConfigAndObserveAndOnNoOtherStage(String stage) {
        noClasses()
                .that()
                .resideInAPackage("io.tocsin.pipeline." + stage + "..")
                .should()
                .dependOnClassesThat(oursBut(
                        "io.tocsin.model..",
                        "io.tocsin.config..",
                        "io.tocsin.observe..",
                        "io.tocsin.nats..",
                        "io.tocsin.pipeline." + stage + ".."))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"consume", "send"})
    void aStageDoesNotKnowItsAdaptersNorAnAdapterAnother(String stage) {
        String root = "io.tocsin.pipeline." + stage;
        noClasses()
                .that()
                .resideInAPackage(root)
                .should()
                .dependOnClassesThat(resideInAPackage(root + ".*.."))
                .check(CLASSES);
        slices().matching(root + ".(*)..").should().notDependOnEachOther().check(CLASSES);
    }

    @Test
    void theStoreDependsOnModelConfigAndObserveAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.tocsin.store..")
                .should()
                .dependOnClassesThat(
                        oursBut("io.tocsin.model..", "io.tocsin.config..", "io.tocsin.observe..", "io.tocsin.store.."))
                .check(CLASSES);
    }

    @Test
    void onlyTheNatsAdaptersShareTheConnection() {
        noClasses()
                .that()
                .resideInAPackage("io.tocsin.nats..")
                .should()
                .dependOnClassesThat(oursBut("io.tocsin.model..", "io.tocsin.config..", "io.tocsin.nats.."))
                .check(CLASSES);
        classes()
                .that()
                .resideInAPackage("io.tocsin.nats..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage(
                        "io.tocsin.nats..",
                        "io.tocsin.pipeline.consume.natsstreaming..",
                        "io.tocsin.pipeline.send.nats..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineStandsAboveTheApplication() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tocsin.app..", "io.tocsin.cli..", "io.tocsin")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.tocsin.app..", "io.tocsin.cli.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.tocsin.app..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.tocsin.cli.."))
                .check(CLASSES);
    }

    /** Commands read rules and logs themselves; what runs between a message and an alert they leave to the application. */
    @Test
    void commandsDoNotWireThePipeline() {
        noClasses()
                .that()
                .resideInAPackage("io.tocsin.cli..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.tocsin.pipeline.decode..",
                                "io.tocsin.pipeline.route..",
                                "io.tocsin.nats..",
                                "io.tocsin.pipeline.send.email..")
                        .or(describe(
                                "the engine or the store",
                                c -> (c.getPackageName().equals("io.tocsin.store")
                                                && !c.getSimpleName().equals("StoreException"))
                                        || c.getFullName().equals("io.tocsin.pipeline.evaluate.Evaluator"))))
                .check(CLASSES);
    }

    @Test
    void esperAndItsGrammarStayInEvaluate() {
        onlyIn(Set.of("com.espertech..", "org.antlr.."), "io.tocsin.pipeline.evaluate..");
    }

    @Test
    void natsStaysInItsAdaptersAndTheirConnection() {
        onlyIn(
                Set.of("io.nats.."),
                "io.tocsin.nats..",
                "io.tocsin.pipeline.consume.natsstreaming..",
                "io.tocsin.pipeline.send.nats..");
    }

    @Test
    void mailStaysInItsAdapter() {
        onlyIn(Set.of("javax.mail..", "com.sun.mail.."), "io.tocsin.pipeline.send.email..");
    }

    @Test
    void sqlStaysInTheStore() {
        onlyIn(Set.of("java.sql..", "org.sqlite.."), "io.tocsin.store..");
    }

    private static void onlyIn(Set<String> libraries, String... packages) {
        noClasses()
                .that(oursBut(packages))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries.toArray(String[]::new))
                .check(CLASSES);
        assertThat(CLASSES.stream()
                        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                        .anyMatch(d -> resideInAnyPackage(libraries.toArray(String[]::new))
                                .test(d.getTargetClass())))
                .as("%s is used at all", libraries)
                .isTrue();
    }

    @Test
    void fromMessageToAlertThereIsNoWallClockNoThreadAndNoChance() {
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should()
                .callMethodWhere(describe("the wall clock or chance is asked", LayersTest::asksWallClockOrChance))
                .orShould()
                .dependOnClassesThat(describe("is a thread or starts one", LayersTest::isThread))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.util.Date.class, java.util.Random.class, java.util.Timer.class)
                .check(CLASSES);
    }

    @Test
    void fromMessageToAlertThereIsNoDefaultLocaleOrTimeZone() {
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should()
                .callMethodWhere(describe("a default locale or time zone is used", LayersTest::usesDefaults))
                .check(CLASSES);
    }

    private static boolean asksWallClockOrChance(JavaMethodCall call) {
        CodeUnitCallTarget target = call.getTarget();
        String name = target.getName();
        return switch (target.getOwner().getFullName()) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.lang.Math" -> name.equals("random");
            default ->
                target.getOwner().getPackageName().startsWith("java.time")
                        && (name.equals("now") || name.startsWith("system"));
        };
    }

    private static boolean isThread(JavaClass c) {
        return c.isAssignableTo(Thread.class)
                || c.isAssignableTo(java.util.concurrent.Executor.class)
                || c.getFullName().equals("java.util.concurrent.Executors")
                || c.getFullName().equals("java.util.concurrent.CompletableFuture");
    }

    private static boolean usesDefaults(JavaMethodCall call) {
        CodeUnitCallTarget target = call.getTarget();
        String name = target.getName();
        boolean hasLocale = target.getRawParameterTypes().stream().anyMatch(p -> p.isEquivalentTo(Locale.class));
        return switch (target.getOwner().getFullName()) {
            case "java.util.Locale", "java.util.TimeZone" -> name.equals("getDefault");
            case "java.time.ZoneId" -> name.equals("systemDefault");
            case "java.nio.charset.Charset" -> name.equals("defaultCharset");
            case "java.lang.String" ->
                !hasLocale
                        && Set.of("format", "formatted", "toLowerCase", "toUpperCase")
                                .contains(name);
            case "java.time.format.DateTimeFormatter" -> name.equals("ofPattern") && !hasLocale;
            default -> false;
        };
    }
}
