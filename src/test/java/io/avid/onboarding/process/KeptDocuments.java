package io.avid.onboarding.process;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Documents as module document publishes them: a repeated request files nothing twice. */
final class KeptDocuments implements DocumentArchive {
    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final Map<String, String> fileNames = new LinkedHashMap<>();
    private final Map<String, String> requests = new LinkedHashMap<>();
    private final LostAnswers lost;

    KeptDocuments(LostAnswers lost) {
        this.lost = lost;
    }

    int size() {
        return contents.size();
    }

    String text(String name) {
        return new String(contents.get(name), StandardCharsets.UTF_8);
    }

    String fileName(String name) {
        return fileNames.get(name);
    }

    @Override
    public FiledDocument find(String name) {
        return lost.orAnswer(new FiledDocument(name, fileNames.get(name), contents.get(name).length));
    }

    @Override
    public ReceivablesSource content(FiledDocument document) {
        return () -> new ByteArrayInputStream(contents.get(document.name()));
    }

    @Override
    public String file(String fileName, String kind, byte[] content, String requestId) {
        String name = requests.computeIfAbsent(requestId, any -> "documents/" + requests.size());
        contents.put(name, content);
        fileNames.put(name, fileName);
        return lost.orAnswer(name);
    }
}
