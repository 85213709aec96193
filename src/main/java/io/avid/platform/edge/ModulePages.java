package io.avid.platform.edge;

import java.util.List;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * What a module serves by plain HTTP beside its RPCs: webhooks, which others' systems call, and pages
 * that browsers come back to. They are served by the Tomcat of the process that hosts the module,
 * without a token: a handler itself makes sure of who calls, or tells nothing that is anybody's.
 */
public final class ModulePages extends AbstractUrlHandlerMapping {
    /** Paths under which modules may open pages; the edge mounts them and lets them through without a token. */
    static final List<String> ROOTS = List.of("/webhooks", "/pay");

    /** One that serves nothing yet. */
    public ModulePages() {
        setOrder(0);
        setPatternParser(new PathPatternParser());
    }

    /**
     * Opens a page.
     *
     * @param path a pattern such as {@code /webhooks/stripe/{endpoint}}, under one of the roots
     */
    public void open(String path, HttpRequestHandler handler) {
        if (ROOTS.stream().noneMatch(root -> path.startsWith(root + "/"))) {
            throw new IllegalArgumentException("A module's page stands under one of " + ROOTS + ", given " + path);
        }
        registerHandler(path, handler);
    }
}
