package io.github.hcsc.train;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.hcsc", importOptions = DoNotIncludeTests.class)
final class LayersTest {
    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CIRCLE =
            slices().matching("io.github.hcsc.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOTHING_DEPENDS_ON_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("..train.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..train.cli..");

    @ArchTest
    static final ArchRule CONFIGURATION_KNOWS_NO_TRAINING = noClasses()
            .that()
            .resideInAPackage("..train.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..hcsc.core..", "..train.run..", "..train.metrics..", "..train.eval..");

    @ArchTest
    static final ArchRule ONLY_CONFIGURATION_CHOOSES_NETWORKS = noClasses()
            .that()
            .resideInAPackage("..hcsc.train..")
            .and()
            .doNotHaveFullyQualifiedName(ConfiguredEncoder.class.getName())
            .should()
            .dependOnClassesThat(resideInAnyPackage("..core.encoder.resnet..", "..core.encoder.vit..")
                    .or(simpleName("ResNetDesign"))
                    .or(simpleName("VitDesign")));

    /** What a default device would be decides DJL, by whether it finds CUDA's runtime: a run computes where it was told to. */
    @ArchTest
    static final ArchRule NOTHING_TAKES_A_DEFAULT_DEVICE = noClasses()
            .should()
            .callMethod(NDManager.class, "newBaseManager")
            .orShould()
            .callMethod(NDManager.class, "newBaseManager", String.class)
            .orShould()
            .callMethod(Engine.class, "newBaseManager")
            .orShould()
            .callMethod(Engine.class, "defaultDevice");

    /**
     * Devices turns the word cpu into a device; Script keeps numbers on the host; MPI reaches the host's memory alone;
     * BenchOptions tells the memory of the process; Demo measures pixels and names, a few thousand rows.
     */
    @ArchTest
    static final ArchRule FEW_NAME_THE_CPU = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.github.hcsc.core.torch.Devices")
            .and()
            .doNotHaveFullyQualifiedName("io.github.hcsc.core.torch.Script")
            .and()
            .doNotHaveFullyQualifiedName("io.github.hcsc.core.distributed.Mpi")
            .and()
            .doNotHaveFullyQualifiedName("io.github.hcsc.train.cli.BenchOptions")
            .and()
            .doNotHaveFullyQualifiedName("io.github.hcsc.train.demo.Demo")
            .should()
            .callMethod(Device.class, "cpu");

    @ArchTest
    static final ArchRule ONLY_CORE_TOUCHES_THE_ENGINE = noClasses()
            .that()
            .resideInAPackage("..hcsc.train..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.pytorch..");
}
