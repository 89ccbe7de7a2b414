package io.github.hcsc.data;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.hcsc.data", importOptions = DoNotIncludeTests.class)
final class DataArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NEITHER_THE_METHOD_NOR_TRAINING = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.hcsc.core..", "io.github.hcsc.train..", "io.github.hcsc.examples..");

    @ArchTest
    static final ArchRule HOLDS_NO_TENSORS =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("ai.djl.pytorch..", "ai.djl.ndarray..");

    @ArchTest
    static final ArchRule ONLY_THE_DOWNLOAD_KNOWS_DJL = noClasses()
            .that()
            .doNotHaveSimpleName("CifarDownload")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule AUGMENTATIONS_KNOW_NEITHER_FILES_NOR_THREADS = noClasses()
            .that()
            .resideInAPackage("io.github.hcsc.data.augment")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.hcsc.data",
                    "io.github.hcsc.data.source",
                    "java.io",
                    "java.nio..",
                    "java.util.concurrent..",
                    "org.bytedeco..");

    @ArchTest
    static final ArchRule DECODING_KNOWS_NO_FILES = noClasses()
            .that()
            .resideInAPackage("io.github.hcsc.data.decode")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.hcsc.data", "io.github.hcsc.data.source", "java.nio.file..");

    @ArchTest
    static final ArchRule SOURCES_DO_NOT_KNOW_THE_LOADER = noClasses()
            .that()
            .resideInAPackage("io.github.hcsc.data.source")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.hcsc.data");
}
