package io.github.hcsc.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.hcsc", importOptions = DoNotIncludeTests.class)
final class LayersTest {

    private static final String CORE = "io.github.hcsc.core";

    @ArchTest
    static final ArchRule onlyTheBridgeNamesPyTorch = noClasses()
            .that()
            .resideOutsideOfPackage(CORE + ".torch")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.pytorch..");

    @ArchTest
    static final ArchRule packagesKnowOnlyWhatLiesBelowThem = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("objective")
            .definedBy(CORE)
            .layer("selection")
            .definedBy(CORE + ".selection")
            .layer("loss")
            .definedBy(CORE + ".loss")
            .layer("queue")
            .definedBy(CORE + ".queue")
            .layer("encoder")
            .definedBy(CORE + ".encoder..")
            .layer("prototype")
            .definedBy(CORE + ".prototype")
            .layer("state")
            .definedBy(CORE + ".state..")
            .layer("distributed")
            .definedBy(CORE + ".distributed")
            .layer("torch")
            .definedBy(CORE + ".torch")
            .whereLayer("objective")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("selection")
            .mayOnlyBeAccessedByLayers("objective")
            .whereLayer("loss")
            .mayOnlyBeAccessedByLayers("objective")
            .whereLayer("queue")
            .mayOnlyBeAccessedByLayers("objective")
            .whereLayer("encoder")
            .mayOnlyBeAccessedByLayers("state")
            .whereLayer("prototype")
            .mayOnlyBeAccessedByLayers("objective", "selection", "queue")
            .whereLayer("state")
            .mayOnlyBeAccessedByLayers("prototype")
            .whereLayer("distributed")
            .mayOnlyAccessLayers("torch")
            .whereLayer("torch")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule onlyDesignsAndExchangeKnowNetworks = noClasses()
            .that()
            .resideInAPackage(CORE + "..")
            .and()
            .resideOutsideOfPackages(
                    CORE + ".encoder.resnet",
                    CORE + ".encoder.vit",
                    CORE + ".encoder.design",
                    CORE + ".state.weights",
                    CORE + ".state.torchscript")
            .should()
            .dependOnClassesThat(resideInAnyPackage(CORE + ".encoder.resnet", CORE + ".encoder.vit")
                    .or(simpleNameStartingWith("ResNet"))
                    .or(simpleNameStartingWith("Vit")));

    @ArchTest
    static final ArchRule encoderPackagesStandOnOneAnother = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("design")
            .definedBy(CORE + ".encoder.design")
            .layer("resnet")
            .definedBy(CORE + ".encoder.resnet")
            .layer("vit")
            .definedBy(CORE + ".encoder.vit")
            .layer("encoder")
            .definedBy(CORE + ".encoder")
            .whereLayer("design")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("resnet")
            .mayOnlyBeAccessedByLayers("design")
            .whereLayer("vit")
            .mayOnlyBeAccessedByLayers("design");

    @ArchTest
    static final ArchRule inPlaceOperationsStayWithTheirOwners = noClasses()
            .that()
            .resideInAnyPackage(CORE, CORE + ".loss", CORE + ".prototype")
            .and()
            .doNotHaveFullyQualifiedName(CORE + ".prototype.Candidates")
            .should()
            .callMethod(
                    ai.djl.ndarray.NDArray.class,
                    "set",
                    ai.djl.ndarray.index.NDIndex.class,
                    ai.djl.ndarray.NDArray.class);
}
