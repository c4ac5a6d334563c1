package wherefore;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The map of the house: what each package may know. Read it before adding an import.
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("wherefore");

    /// Package -> the packages of ours that it may use. Everything absent is forbidden; a package without entry
    /// inherits
    /// that of the package around it. The whole map stands from the start: rooms that are not built yet have their
    /// rules.
    private static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("chat", List.of("format")),
            Map.entry("format", List.of()),
            Map.entry("statistics", List.of()),
            Map.entry("tensor", List.of()),
            Map.entry("embedding", List.of()),
            Map.entry("constitution", List.of("format")),
            Map.entry("dataset", List.of("chat", "format")),
            Map.entry("environment", List.of("chat", "format")),
            Map.entry("transformer", List.of("chat", "format", "tensor")),
            Map.entry("judging", List.of("chat", "format", "statistics")),
            Map.entry(
                    "synthesis",
                    List.of("chat", "constitution", "curation", "dataset", "environment", "format", "judging")),
            Map.entry(
                    "curation",
                    List.of("chat", "constitution", "dataset", "embedding", "format", "judging", "statistics")),
            Map.entry("training", List.of("chat", "dataset", "environment", "format", "tensor", "transformer")),
            Map.entry("evaluation", List.of("chat", "constitution", "environment", "format", "judging", "statistics")),
            Map.entry("lab.world", List.of("chat", "environment", "format")),
            Map.entry("lab.corpus", List.of("chat", "dataset", "format", "lab.world", "synthesis")),
            Map.entry("lab.writer", List.of("chat", "dataset", "format", "lab.corpus", "lab.world", "synthesis")),
            Map.entry("lab.honeypot", List.of("chat", "environment", "evaluation", "format", "judging", "lab.world")),
            Map.entry("lab.judge", List.of("chat", "format")),
            // A base is made from the corpora and let in by what is measured: the two meet nowhere else.
            Map.entry(
                    "lab.base",
                    List.of(
                            "chat",
                            "dataset",
                            "evaluation",
                            "format",
                            "lab.corpus",
                            "lab.honeypot",
                            "lab.world",
                            "training",
                            "transformer")),
            Map.entry("hub", List.of("format")),
            Map.entry("serving", List.of("chat", "transformer")),
            Map.entry("run", List.of("chat", "dataset", "evaluation", "format", "judging", "statistics")),
            Map.entry(
                    "study",
                    List.of(
                            "chat",
                            "constitution",
                            "curation",
                            "dataset",
                            "embedding",
                            "environment",
                            "evaluation",
                            "format",
                            "hub",
                            "judging",
                            "run",
                            "serving",
                            "statistics",
                            "synthesis",
                            "tensor",
                            "training",
                            "transformer")),
            Map.entry("report", List.of("chat", "dataset", "evaluation", "format", "judging", "run", "statistics")),
            Map.entry(
                    "viewer",
                    List.of("chat", "dataset", "evaluation", "format", "judging", "report", "run", "statistics")),
            Map.entry(
                    "cli",
                    List.of(
                            "chat",
                            "format",
                            "statistics",
                            "tensor",
                            "embedding",
                            "constitution",
                            "dataset",
                            "environment",
                            "transformer",
                            "judging",
                            "synthesis",
                            "curation",
                            "training",
                            "evaluation",
                            "lab.world",
                            "lab.corpus",
                            "lab.writer",
                            "lab.honeypot",
                            "lab.judge",
                            "lab.base",
                            "hub",
                            "serving",
                            "run",
                            "study",
                            "report",
                            "viewer"))));

    @Test
    void everyPackageUsesOnlyWhatTheMapAllows() {
        MAY_USE.forEach((name, allowed) -> {
            List<String> permitted = new ArrayList<>();
            Stream.concat(Stream.of(name), allowed.stream()).forEach(p -> permitted.add("wherefore." + p + ".."));
            noClasses()
                    .that()
                    .resideInAPackage("wherefore." + name + "..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("wherefore..")
                            .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                    resideInAnyPackage(permitted.toArray(String[]::new)))))
                    .as("wherefore." + name + " uses only " + allowed)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        });
    }

    /// Conversations are pure; only what surrounds calls and where answers come from may read files.
    @Test
    void conversationsKnowNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("wherefore.chat")
                .should()
                .dependOnClassesThat(resideInAnyPackage("wherefore..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage("wherefore.chat"))))
                .check(CLASSES);
    }

    @Test
    void theMapNamesEveryPackage() {
        assertThat(CLASSES.getPackage("wherefore").getSubpackages().stream()
                        .flatMap(p -> p.getRelativeName().equals("lab") ? p.getSubpackages().stream() : Stream.of(p))
                        .map(p -> p.getName().substring("wherefore.".length())))
                .isSubsetOf(MAY_USE.keySet());
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("wherefore.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /// The measure must not know the treatment: scenarios that evaluate may not reach what writes training data.
    @Test
    void evaluationAndTrainingDataShareNoCode() {
        noClasses()
                .that()
                .resideInAPackage("wherefore.evaluation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("wherefore.synthesis..", "wherefore.curation..", "wherefore.training..")
                .allowEmptyShould(true)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage("wherefore.synthesis..", "wherefore.curation..", "wherefore.training..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("wherefore.evaluation..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void aReportCallsNoModel() {
        noClasses()
                .that()
                .resideInAnyPackage("wherefore.report..", "wherefore.viewer..")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("ChatModel")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theNativeEngineStaysInTensor() {
        noClasses()
                .that()
                .resideOutsideOfPackage("wherefore.tensor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.foreign..", "org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void theLibrariesOfVendorsStayWithTheProviders() {
        noClasses()
                .that()
                .resideOutsideOfPackage("wherefore.chat.provider..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.anthropic..", "com.openai..", "com.fasterxml..", "kotlin..")
                .check(CLASSES);
    }

    @Test
    void theDatabaseOfTheLedgerStaysAroundCalls() {
        noClasses()
                .that()
                .resideOutsideOfPackage("wherefore.chat.calls..")
                .and()
                .doNotHaveFullyQualifiedName("wherefore.dataset.ParquetFile")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.sqlite..", "org.duckdb..")
                .check(CLASSES);
    }

    @Test
    void theLibraryOfEmbeddingsStaysInItsRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage("wherefore.embedding..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.langchain4j..", "ai.onnxruntime..", "ai.djl..")
                .check(CLASSES);
    }

    @Test
    void connectionsHaveFewDoors() {
        noClasses()
                .that()
                .resideOutsideOfPackages("wherefore.chat.provider..", "wherefore.hub..", "wherefore.training.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("wherefore.serving..", "wherefore.viewer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.net.httpserver..", "java.net.ServerSocket")
                .check(CLASSES);
    }

    /// In the small world too, what is read must not know what is measured.
    @Test
    void theSmallWorldObeysTheSameWall() {
        noClasses()
                .that()
                .resideInAnyPackage("wherefore.lab.corpus..", "wherefore.lab.writer..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("wherefore.lab.honeypot..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrints() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
                CLASSES.that(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage("wherefore.cli.."))));
    }

    @Test
    void chanceAndTimeAreHandedIn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("wherefore.cli..")
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(java.util.Random.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .check(CLASSES);
    }

    @Test
    void namesSayWhatAThingIs() {
        classes()
                .should()
                .haveNameNotMatching(".*(Manager|Helper|Utils?|Impl|Processor|Handler|Info|Base)$")
                .check(CLASSES);
    }

    @Test
    void exceptionsAreParticular() {
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItIs() {
        assertThat(CLASSES.getPackage("wherefore").getSubpackagesInTree())
                .allMatch(p -> p.isAnnotatedWith(NullMarked.class), "carries @NullMarked in package-info.java");
    }
}
