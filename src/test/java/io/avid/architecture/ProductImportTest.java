package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the laws look at is the whole product: a law over nothing holds for ever. */
class ProductImportTest {
    @Test
    void everySourceFileIsAmongTheClassesThatTheLawsSee() {
        Set<String> seen = Product.classes().stream().map(JavaClass::getName).collect(Collectors.toSet());
        var missing = new TreeSet<String>();
        for (Path source : Product.sources()) {
            String type = source.getFileName().toString().replace(".java", "");
            String name = Product.packageOf(source) + "." + type;
            if (!type.equals("package-info") && !seen.contains(name)) {
                missing.add(name);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(Product.sources()).hasSizeGreaterThan(10);
    }

    @Test
    void everySourceFileIsAmongTheTreesThatTheLawsRead() {
        int units = Product.compilations().values().stream().mapToInt(compilation -> compilation.units().size()).sum();
        assertThat(units).isEqualTo(Product.sources().size());
    }

    @Test
    void everyPartOfTheProductIsOnTheMap() {
        assertThat(Product.parts()).allMatch(ProductMap::isKnown);
        assertThat(Product.classes().stream().map(ProductMap::partOf).distinct()).allMatch(ProductMap::isKnown);
    }
}
