package io.avid.document.pdf;

import io.avid.document.domain.letter.LetterLocale;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The texts of templates in one language. */
final class Wording {
    private static final Map<String, Wording> LOADED = new ConcurrentHashMap<>();

    private final Map<String, String> texts;

    private Wording(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    /** The texts that a locale's letters have. */
    static Wording of(LetterLocale locale) {
        return LOADED.computeIfAbsent(locale.textLanguage(), Wording::load);
    }

    /** All of them by name, for the templates. */
    Map<String, String> all() {
        return texts;
    }

    /** One text, with what is to be put into it. */
    String text(String name, Object... values) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no text is called " + name);
        }
        return text.formatted(values);
    }

    private static Wording load(String language) {
        String file = "/io/avid/document/template/wording_" + language + ".properties";
        try (InputStream content = Wording.class.getResourceAsStream(file)) {
            if (content == null) {
                throw new IllegalStateException(file + " is not there");
            }
            var properties = new Properties();
            properties.load(new InputStreamReader(content, StandardCharsets.UTF_8));
            return new Wording(properties.stringPropertyNames().stream()
                    .collect(Collectors.toMap(name -> name, properties::getProperty)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
