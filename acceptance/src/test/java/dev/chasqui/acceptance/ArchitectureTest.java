package dev.chasqui.acceptance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.chasqui.stream.options.Credentials;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows of ARCHITECTURE.md, held. */
class ArchitectureTest {

    private static JavaClasses all;

    @BeforeAll
    static void importAll() {
        all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.chasqui");
        assertThat(all.size()).isGreaterThan(150);
    }

    /** Each package and what else of ours it may use, and which libraries. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "model              | -                                                        | -",
                "wire               | model                                                    | -",
                "stream.options     | model                                                    | -",
                "stream.event       | model,wire,stream.options                                | -",
                "internal.calendar  | model                                                    | -",
                "internal.liveness  | model,stream.options,internal.calendar,internal.transport | -",
                "internal.dispatch  | model,stream.options                                     | slf4j",
                "internal.transport | stream.event,stream.options                              | slf4j,netty",
                "rest               | model,wire,stream.options                                | -",
                "internal.gap       | model,stream.options,stream.event,internal.transport     | -",
                "stream             | model,wire,rest,stream.options,stream.event,internal.dispatch,internal.transport,internal.calendar,internal.liveness,internal.gap | slf4j",
                "server             | model,wire                                               | slf4j,netty",
                "simulator          | model,wire,server                                        | slf4j,netty",
                "examples           | model,stream,stream.options,stream.event                 | -",
            })
    void eachPackageUsesOnlyWhatItMay(String name, String ours, String libraries) {
        List<String> allowed =
                new ArrayList<>(List.of("java..", "javax.net.ssl..", "org.jspecify..", "dev.chasqui." + name));
        for (String other : ours == null ? new String[0] : ours.split(",")) {
            allowed.add("dev.chasqui." + other.strip());
        }
        String used = libraries == null ? "" : libraries;
        if (used.contains("slf4j")) {
            allowed.add("org.slf4j..");
        }
        if (used.contains("netty")) {
            allowed.add("io.netty..");
        }
        classes()
                .that()
                .resideInAPackage("dev.chasqui." + name)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))
                        .or(resideInAPackage("").as("primitives and arrays")))
                .check(all);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.chasqui.(**)").should().beFreeOfCycles().check(all);
    }

    @Test
    void theWireKnowsNoThreadSocketOrClock() {
        noClasses()
                .that()
                .resideInAPackage("dev.chasqui.wire")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels..", "java.util.concurrent.."))
                .orShould()
                .accessClassesThat()
                .belongToAnyOf(Thread.class, java.time.Clock.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(all);
    }

    @Test
    void nettyAppearsInNoPublicSignature() {
        DescribedPredicate<JavaMethod> showsNetty = DescribedPredicate.describe(
                "show Netty",
                method -> method.getRawReturnType().getPackageName().startsWith("io.netty")
                        || method.getRawParameterTypes().stream()
                                .anyMatch(type -> type.getPackageName().startsWith("io.netty")));
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        "dev.chasqui.model",
                        "dev.chasqui.wire",
                        "dev.chasqui.rest",
                        "dev.chasqui.stream..",
                        "dev.chasqui.simulator")
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should(new com.tngtech.archunit.lang.ArchCondition<>("show Netty") {
                    @Override
                    public void check(JavaMethod method, com.tngtech.archunit.lang.ConditionEvents events) {
                        events.add(new com.tngtech.archunit.lang.SimpleConditionEvent(
                                method, showsNetty.test(method), method.getFullName()));
                    }
                })
                .check(all);
    }

    @Test
    void onlyTheCommandLineReadsTheEnvironmentWritesToTheTerminalOrExits() {
        DescribedPredicate<JavaClass> library =
                DescribedPredicate.not(resideInAnyPackage("dev.chasqui.cli", "dev.chasqui.examples")
                        .or(JavaClass.Predicates.equivalentTo(Credentials.class)));
        noClasses()
                .that(library)
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(all);
    }
}
