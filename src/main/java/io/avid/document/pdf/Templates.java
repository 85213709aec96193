package io.avid.document.pdf;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The templates: HTML with places for text, and no code. Everything that is put in is escaped; a name
 * that the view does not have is an error, not a gap in an invoice.
 */
final class Templates {
    private final Mustache.Compiler compiler = Mustache.compiler()
            .withEscaper(new PrintableText())
            .withCollector(new NamesOfMaps())
            .emptyStringIsFalse(true)
            .strictSections(true)
            .withLoader(Templates::open);
    private final Map<String, Template> compiled = new ConcurrentHashMap<>();

    /** A template filled in. */
    String fill(String name, Map<String, Object> view) {
        return compiled.computeIfAbsent(name, this::compile).execute(view);
    }

    private Template compile(String name) {
        return compiler.loadTemplate(name);
    }

    private static Reader open(String name) {
        String file = "/io/avid/document/template/" + name + ".html";
        InputStream content = Templates.class.getResourceAsStream(file);
        if (content == null) {
            throw new IllegalStateException(file + " is not there");
        }
        return new InputStreamReader(content, StandardCharsets.UTF_8);
    }

    /** A template may name what its view holds, and nothing that a Java object happens to have. */
    private static final class NamesOfMaps extends BasicCollector {
        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }
}
