package io.avid.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the project's documentation, as far as it can be checked: its fenced blocks and the paths
 * that it names.
 *
 * <p>A block whose fence names a file ({@code ```java src/main/…/Name.java}) quotes it: each run of lines
 * between lines of {@code …} must stand in that file, in that order.
 */
record MarkdownPage(String name, String text) {
    private static final Pattern FENCE = Pattern.compile("^```(\\S*)[ \\t]*(\\S*)$");
    private static final Pattern INLINE_CODE = Pattern.compile("`([^`\\s]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final String LEFT_OUT = "…";

    record Block(String language, String file, List<String> lines) {
        /** The runs of lines that are quoted, each without the indentation that its first line has. */
        List<List<String>> quotes() {
            var quotes = new ArrayList<List<String>>();
            var current = new ArrayList<String>();
            for (String line : lines) {
                if (line.strip().endsWith(LEFT_OUT) && line.strip().length() <= 4) {
                    if (!current.isEmpty()) {
                        quotes.add(List.copyOf(current));
                    }
                    current.clear();
                } else if (!line.isBlank()) {
                    current.add(line.strip());
                }
            }
            if (!current.isEmpty()) {
                quotes.add(List.copyOf(current));
            }
            return quotes;
        }
    }

    static MarkdownPage read(String name) {
        try {
            return new MarkdownPage(name, Files.readString(Path.of(name)));
        } catch (IOException e) {
            throw new UncheckedIOException("The page " + name + " cannot be read", e);
        }
    }

    List<Block> blocks() {
        var blocks = new ArrayList<Block>();
        List<String> open = null;
        String language = "";
        String file = "";
        for (String line : text.lines().toList()) {
            Matcher fence = FENCE.matcher(line);
            if (open == null && fence.matches()) {
                open = new ArrayList<>();
                language = fence.group(1);
                file = fence.group(2);
            } else if (open != null && line.equals("```")) {
                blocks.add(new Block(language, file, List.copyOf(open)));
                open = null;
            } else if (open != null) {
                open.add(line);
            }
        }
        if (open != null) {
            throw new IllegalStateException(name + " has a block that is not closed");
        }
        return blocks;
    }

    /** What would have to be different for the quotes of a block to be true; empty if they are. */
    static Optional<String> differs(Block block, Path root) {
        Path file = root.resolve(block.file());
        List<String> code;
        try {
            code = Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            return Optional.of("there is no file " + block.file());
        }
        int from = 0;
        for (List<String> quote : block.quotes()) {
            int at = Collections.indexOfSubList(code.subList(from, code.size()), quote);
            if (at < 0) {
                return Optional.of(block.file() + " does not hold, after line " + from + " of its own: " + String.join("\n", quote));
            }
            from += at + quote.size();
        }
        return Optional.empty();
    }

    /** Paths of the project that the page names, in inline code and links, outside of blocks. */
    Set<String> paths(Set<String> topLevel) {
        var paths = new LinkedHashSet<String>();
        var outside = new StringBuilder();
        boolean inside = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith("```")) {
                inside = !inside;
            } else if (!inside) {
                outside.append(line).append('\n');
            }
        }
        for (Pattern pattern : List.of(INLINE_CODE, LINK)) {
            Matcher named = pattern.matcher(outside);
            while (named.find()) {
                String path = named.group(1);
                boolean placeholder = path.matches(".*[…<>{}*$].*") || path.contains("NAME");
                if (!placeholder && topLevel.contains(path.split("/")[0])) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }
}
