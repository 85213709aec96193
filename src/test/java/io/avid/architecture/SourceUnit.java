package io.avid.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** One compilation unit with its attributed tree and all that is needed to ask about it. */
record SourceUnit(CompilationUnitTree tree, DocTrees trees, Types types, Elements elements) {
    static SourceUnit of(CompilationUnitTree tree, JavacTask task) {
        return new SourceUnit(tree, DocTrees.instance(task), task.getTypes(), task.getElements());
    }

    String packageName() {
        return Objects.toString(tree.getPackageName(), "");
    }

    /** The package's part of the product: {@code customer}, {@code platform}, or empty for io.avid itself. */
    String part() {
        return ProductMap.partOf(packageName());
    }

    /** File and line of a tree, as editors and terminals link them. */
    String at(Tree place) {
        long position = trees.getSourcePositions().getStartPosition(tree, place);
        long line = position < 0 ? 0 : tree.getLineMap().getLineNumber(position);
        return packageName() + ".(" + fileName() + ":" + line + ")";
    }

    String textOf(Tree place) {
        int start = (int) trees.getSourcePositions().getStartPosition(tree, place);
        int end = (int) trees.getSourcePositions().getEndPosition(tree, place);
        // What the compiler adds to a record by itself has no place in the text.
        return start < 0 || end < 0 ? place.toString() : text().substring(start, end);
    }

    String text() {
        try {
            return tree.getSourceFile().getCharContent(true).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String fileName() {
        String name = tree.getSourceFile().getName();
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
