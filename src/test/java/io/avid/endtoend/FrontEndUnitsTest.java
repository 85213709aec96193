package io.avid.endtoend;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What of the front ends needs no browser: the compiler, and the tests of their packages and apps. */
class FrontEndUnitsTest {
    @Test
    void theCompilerFindsNothing() throws IOException, InterruptedException {
        new FrontEndTool("compiler", Map.of()).succeeds("npm", "run", "--silent", "typecheck");
    }

    @TestFactory
    Stream<DynamicNode> unit() throws IOException, InterruptedException {
        FrontEndTool tool = new FrontEndTool("unit", Map.of());
        tool.succeeds("npm", "run", "--silent", "generate");
        return tool.vitest();
    }
}
