package io.avid.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** buf finds nothing wrong with the protos, and v1 only ever grows. */
class BufTest {
    private static final Pattern IMPORT = Pattern.compile("(?m)^import \"([^\"]+)\";");
    private static final String CUSTOMER = "avid/customer/v1/customer.proto";

    @TempDir
    private Path folder;

    private Path workspace;

    @BeforeEach
    void layOutTheWorkspace() throws IOException {
        workspace = layOut(folder.resolve("now"), Product.PROJECT.resolve("proto"));
    }

    @Test
    void bufLintFindsNothing() {
        NodeTools.Run run = NodeTools.run(workspace, "buf", "lint", "proto");
        assertThat(run.output()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void bufLintCatchesAFieldWithoutACommentAndABadName() throws IOException {
        edit(CUSTOMER, "message Address {", "message Address {\n  string badName = 99;\n");
        NodeTools.Run run = NodeTools.run(workspace, "buf", "lint", "proto");
        assertThat(run.status()).isNotZero();
        assertThat(run.output()).contains("lower_snake_case").contains("non-empty comment");
    }

    @Test
    void bufBreakingCatchesAFieldThatChangesItsNumber() throws IOException {
        Path before = layOut(folder.resolve("before"), Product.PROJECT.resolve("proto"));
        assertThat(breaking(before).status()).isZero();
        edit(CUSTOMER, "string display_name = 3", "string display_name = 33");
        NodeTools.Run run = breaking(before);
        assertThat(run.status()).isNotZero();
        assertThat(run.output()).contains("Previously present field \"3\"");
    }

    @Test
    void v1OnlyGrowsSinceTheLastRelease() throws IOException {
        NodeTools.Run tag = NodeTools.start(Product.PROJECT, List.of("git", "describe", "--tags", "--abbrev=0", "--match", "v*"));
        assumeTrue(tag.status() == 0, "there is no release yet (no tag v*), so nothing to compare with");
        Path exported = Files.createDirectories(folder.resolve("exported"));
        NodeTools.Run archive = NodeTools.start(Product.PROJECT, List.of(
                "sh", "-c", "git archive " + tag.output().strip() + " proto | tar -x -C '" + exported + "'"));
        assertThat(archive.status()).as(archive.output()).isZero();
        assertThat(breaking(layOut(folder.resolve("before"), exported.resolve("proto"))).output()).isEmpty();
    }

    private NodeTools.Run breaking(Path before) {
        return NodeTools.run(workspace, "buf", "breaking", "proto", "--against", before.resolve("proto").toString());
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = workspace.resolve("proto").resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    /** The protos beside what they import, which buf would otherwise fetch from its own registry. */
    private static Path layOut(Path target, Path protos) throws IOException {
        Files.createDirectories(target);
        Files.copy(Product.PROJECT.resolve("deploy/check/buf.yaml"), target.resolve("buf.yaml"));
        var toRead = new ArrayDeque<String>();
        var seen = new HashSet<String>();
        try (Stream<Path> files = Files.walk(protos)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                write(target.resolve("proto").resolve(protos.relativize(file).toString()), text);
                importsOf(text).forEach(toRead::add);
            }
        }
        while (!toRead.isEmpty()) {
            String name = toRead.remove();
            // buf knows Google's own types.
            if (!seen.add(name) || name.startsWith("avid/") || name.startsWith("google/protobuf/")) {
                continue;
            }
            try (var in = BufTest.class.getClassLoader().getResourceAsStream(name)) {
                assertThat(in).as("%s, imported by a proto, is in a jar of the class path", name).isNotNull();
                String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                write(target.resolve("imports").resolve(name), text);
                importsOf(text).forEach(toRead::add);
            }
        }
        return target;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Stream<String> importsOf(String proto) {
        return IMPORT.matcher(proto).results().map(result -> result.group(1));
    }
}
