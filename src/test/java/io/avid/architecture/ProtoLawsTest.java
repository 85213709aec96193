package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.architecture.ProtoLaws.Break;
import io.avid.architecture.ProtoLaws.ProtoLaw;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every law over protos holds in what the build described, and catches what breaks it. */
class ProtoLawsTest {
    private static final PublishedProtos PROTOS = PublishedProtos.ofTheBuild();

    @TestFactory
    Stream<DynamicNode> lawsOverProtos() {
        return ProtoLaws.all().stream().map(law -> {
            var tests = new ArrayList<DynamicNode>();
            tests.add(DynamicTest.dynamicTest("holds", () -> assertThat(law.check().apply(PROTOS)).as(law.sentence()).isEmpty()));
            for (Break broken : law.broken()) {
                tests.add(DynamicTest.dynamicTest("catches " + broken.what(), () -> catches(law, broken)));
            }
            return DynamicContainer.dynamicContainer(law.sentence(), tests);
        });
    }

    private static void catches(ProtoLaw law, Break broken) {
        var before = law.check().apply(PROTOS);
        var after = law.check().apply(new PublishedProtos(broken.in(PROTOS.descriptorSet())));
        assertThat(after).as("%s catches %s", law.sentence(), broken.what()).hasSizeGreaterThan(before.size());
    }

    @Test
    void everyProtoOfTheProjectIsDescribed() throws Exception {
        try (var files = java.nio.file.Files.walk(Product.PROJECT.resolve("proto"))) {
            var written = files.filter(file -> file.toString().endsWith(".proto"))
                    .map(file -> Product.PROJECT.resolve("proto").relativize(file).toString())
                    .toList();
            assertThat(PROTOS.files()).extracting(file -> file.getName()).containsExactlyInAnyOrderElementsOf(written);
        }
    }
}
