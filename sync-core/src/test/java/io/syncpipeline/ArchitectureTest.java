package io.syncpipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.syncpipeline.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

/** The structure of this module. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.syncpipeline");

    @Test
    void packagesHaveNoCycles() {
        ArchitectureRules.noCycles("io.syncpipeline").check(CLASSES);
    }

    @Test
    void packagesSeeOnlyWhatTheyMay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("facade")
                .definedBy("io.syncpipeline")
                .layer("engine")
                .definedBy("io.syncpipeline.internal.engine..")
                .layer("planner")
                .definedBy("io.syncpipeline.internal.plan..")
                .layer("expression")
                .definedBy("io.syncpipeline.internal.expression..")
                .layer("plan")
                .definedBy("io.syncpipeline.plan..")
                .layer("status")
                .definedBy("io.syncpipeline.status..")
                .layer("checkpoint")
                .definedBy("io.syncpipeline.checkpoint..")
                .layer("spi")
                .definedBy("io.syncpipeline.spi..")
                .layer("rule")
                .definedBy("io.syncpipeline.rule..")
                .layer("model")
                .definedBy("io.syncpipeline.model..")
                .whereLayer("facade")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("facade")
                .whereLayer("planner")
                .mayOnlyBeAccessedByLayers("engine", "facade")
                .whereLayer("expression")
                .mayOnlyBeAccessedByLayers("planner", "engine", "facade")
                .whereLayer("expression")
                .mayOnlyAccessLayers("rule", "model")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers("planner", "engine", "facade")
                .whereLayer("status")
                .mayOnlyBeAccessedByLayers("planner", "engine", "facade")
                .whereLayer("checkpoint")
                .mayOnlyBeAccessedByLayers("planner", "engine", "facade")
                .whereLayer("spi")
                .mayOnlyBeAccessedByLayers("planner", "engine", "facade")
                .whereLayer("rule")
                .mayOnlyBeAccessedByLayers("plan", "status", "expression", "planner", "engine", "facade")
                .whereLayer("model")
                .mayNotAccessAnyLayer()
                .check(CLASSES);
    }

    @Test
    void dependsOnNothingButTheLibrariesItNames() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.syncpipeline..",
                        "java..",
                        "javax.sql..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "com.fasterxml.jackson..")
                .check(CLASSES);
    }

    @Test
    void onlyTheEngineMakesThreads() {
        ArchitectureRules.makesThreadsOnlyIn("io.syncpipeline.internal.engine..")
                .check(CLASSES);
    }

    @Test
    void timeComesFromTheClock() {
        ArchitectureRules.timeComesFromTheClock().check(CLASSES);
    }

    @Test
    void logsThroughSlf4j() {
        ArchitectureRules.logsThroughSlf4j().check(CLASSES);
    }

    @Test
    void namesSaySomething() {
        ArchitectureRules.namesSaySomething().check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() {
        assertThat(ArchitectureRules.packagesWithoutNullMarked(CLASSES)).isEmpty();
    }
}
