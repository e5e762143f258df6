package dev.chasqui.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Measuring, measured and reported stay apart. */
final class BenchArchitectureTest {

    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.chasqui");

    @Test
    void theProductKnowsNothingOfItsBenchmark() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.chasqui.bench..", "dev.chasqui.stream..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.chasqui.bench..")
                .check(all);
    }

    @ParameterizedTest
    @CsvSource({
        "sender, receiver",
        "data, sender",
        "data, receiver",
        "decode, sender",
        "decode, receiver",
        "report, data",
        "report, sender",
        "report, receiver",
        "report, decode"
    })
    void onePartDoesNotUseTheOther(String one, String other) {
        noClasses()
                .that(resideInAPackage("dev.chasqui.bench." + one))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.chasqui.bench." + other))
                .check(all);
    }
}
