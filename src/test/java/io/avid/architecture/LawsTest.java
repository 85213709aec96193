package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.EvaluationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every law holds in the product, and every law's fixtures are caught or allowed as they say. */
class LawsTest {
    private static final List<Law> LAWS = Stream.of(
                    BoundaryLaws.all(), VendorRooms.all(), DeterminismLaws.all(), ShapeLaws.all())
            .flatMap(List::stream)
            .toList();
    private static final List<SourceLaw> SOURCE_LAWS = Stream.of(PersonalDataLaws.all(), WritingLaws.all())
            .flatMap(List::stream)
            .toList();

    private static CompiledFixtures fixtures;

    @BeforeAll
    static void compileFixtures() {
        var all = new ArrayList<Fixture>();
        LAWS.forEach(law -> all.addAll(law.fixtures()));
        SOURCE_LAWS.forEach(law -> all.addAll(law.fixtures()));
        fixtures = new CompiledFixtures(all);
    }

    @AfterAll
    static void deleteFixtures() {
        fixtures.delete();
    }

    @TestFactory
    Stream<DynamicNode> lawsOverClasses() {
        return LAWS.stream().map(law -> {
            var tests = new ArrayList<DynamicNode>();
            tests.add(DynamicTest.dynamicTest("holds", () -> holds(law.sentence(), law.rule().evaluate(Product.classes()))));
            for (Fixture fixture : law.fixtures()) {
                tests.add(DynamicTest.dynamicTest(nameOf(fixture), () -> {
                    EvaluationResult result = law.rule().evaluate(fixtures.classesOf(fixture));
                    judge(law.sentence(), fixture, result.getFailureReport().getDetails());
                }));
            }
            return DynamicContainer.dynamicContainer(law.sentence(), tests);
        });
    }

    @TestFactory
    Stream<DynamicNode> lawsOverSources() {
        return SOURCE_LAWS.stream().map(law -> {
            var tests = new ArrayList<DynamicNode>();
            tests.add(DynamicTest.dynamicTest("holds", () -> {
                List<String> violations = Product.compilations().values().stream()
                        .flatMap(compilation -> compilation.units().stream())
                        .flatMap(unit -> law.check().violations(unit).stream())
                        .toList();
                assertThat(violations).as(law.sentence()).isEmpty();
            }));
            for (Fixture fixture : law.fixtures()) {
                tests.add(DynamicTest.dynamicTest(nameOf(fixture), () -> {
                    List<String> violations = fixtures.unitsOf(fixture).stream()
                            .flatMap(unit -> law.check().violations(unit).stream())
                            .toList();
                    judge(law.sentence(), fixture, violations);
                }));
            }
            return DynamicContainer.dynamicContainer(law.sentence(), tests);
        });
    }

    private static void holds(String sentence, EvaluationResult result) {
        assertThat(result.getFailureReport().getDetails()).as(sentence).isEmpty();
    }

    private static void judge(String sentence, Fixture fixture, List<String> violations) {
        if (fixture.broken()) {
            assertThat(violations).as("%s catches %s", sentence, fixture.what()).isNotEmpty();
        } else {
            assertThat(violations).as("%s allows %s", sentence, fixture.what()).isEmpty();
        }
    }

    private static String nameOf(Fixture fixture) {
        return (fixture.broken() ? "catches " : "allows ") + fixture.what();
    }
}
