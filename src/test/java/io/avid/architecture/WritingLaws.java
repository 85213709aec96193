package io.avid.architecture;

import static io.avid.architecture.Fixture.allowed;
import static io.avid.architecture.Fixture.caught;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;

/** How the product is written, as far as a compiler can tell. */
final class WritingLaws {
    private static final Set<String> LISTED_REASONS = PublishedProtos.ofTheBuild().values().stream()
            .filter(value -> value.enumeration().endsWith("ErrorReason"))
            .map(value -> value.value().getName())
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> FLOATING = Set.of("double", "float", "java.lang.Double", "java.lang.Float");
    private static final Pattern UNDONE = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b|\\bfor now\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAMES_MONEY = Pattern.compile("(?i)minor|amount[^s]|money|balance|price");
    private static final Pattern NAMES_SHARE = Pattern.compile("(?i)share|ratio|percent|seconds|millis|perSecond");
    private static final Pattern MACHINE = Pattern.compile("[\"'\\s(](/(home|root|work)/|C:\\\\\\\\Users)");

    private WritingLaws() {}

    static List<SourceLaw> all() {
        return List.of(
                noFloatingPoint(), noAmountFromAShare(), publicTypesAreDocumented(), noNullHandedOut(), noFailureSwallowed(), reasonsAreListed(), nothingUndone(), noPrinting());
    }

    private static SourceLaw noFloatingPoint() {
        return SourceLaw.of(
                "No floating point where money is kept or added: it is whole minor units",
                WritingLaws::floatingPoint,
                caught(
                        "an amount that is a double",
                        "package io.avid.transaction.domain; record FloatsMoney(double amount) {}"),
                caught(
                        "a sum in between that is a double",
                        "package io.avid.overview.client; class SumsInDouble { long f(long minor) { var whole = minor / 100.0; return (long) whole; } }"),
                allowed(
                        "an amount in minor units",
                        "package io.avid.transaction.domain; record CountsMoney(long amountMinor) {}"));
    }

    private static SourceLaw noAmountFromAShare() {
        return SourceLaw.of(
                "A share may be weighed and shown, but no other floating point is read from text or becomes a figure",
                WritingLaws::amountsFromFloatingPoint,
                caught(
                        "a parser that goes by a float",
                        "package io.avid.onboarding.process; class ParsesFloat { float f(String s) { return Float.parseFloat(s); } }"),
                caught(
                        "a cast",
                        "package io.avid.onboarding.process; class Casts { long f(double d) { return (long) (d * 100); } }"),
                caught(
                        "a rounding",
                        "package io.avid.cli; class Rounds { long f(double d) { return Math.round(d * 100); } }"),
                caught(
                        "a decimal made of a double",
                        "package io.avid.cli; class MakesDecimal { Object f(double d) { return new java.math.BigDecimal(d); } }"),
                caught(
                        "an amount in whole units of a currency",
                        "package io.avid.cli; class Divides { double f(long amountMinor) { return amountMinor / 100.0; } }"),
                allowed(
                        "a share that is weighed",
                        "package io.avid.onboarding.process; class Weighs { boolean f(long some, long all) { return (double) some / all > 0.9; } }"),
                allowed(
                        "a share that is shown",
                        "package io.avid.cli; class Shows { long f(double share) { return Math.round(share * 100); } }"));
    }

    private static SourceLaw publicTypesAreDocumented() {
        return SourceLaw.of(
                "A public type says in a comment what it is",
                WritingLaws::undocumented,
                caught("a public class without a word", "package io.avid.customer.domain; public class Wordless {}"),
                allowed("one with a comment", "package io.avid.customer.domain; /** A word. */ public class Worded {}"),
                allowed("one that its package alone sees", "package io.avid.customer.domain; class WordlessInside {}"));
    }

    private static SourceLaw noNullHandedOut() {
        return SourceLaw.of(
                "No null crosses a package: what may be absent is an Optional or empty",
                WritingLaws::nullHandedOut,
                caught(
                        "a public method that answers null",
                        "package io.avid.customer.domain; /** . */ public class AnswersNull { public String f() { return null; } }"),
                allowed(
                        "a private one that does",
                        "package io.avid.customer.domain; /** . */ public class AnswersNullInside { private String f() { return null; } }"),
                allowed(
                        "a lambda that must",
                        "package io.avid.customer.domain; /** . */ public class NullInLambda { public java.util.concurrent.Callable<Void> f() { return () -> { return null; }; } }"));
    }

    private static SourceLaw noFailureSwallowed() {
        return SourceLaw.of(
                "No exception is swallowed",
                WritingLaws::swallowed,
                caught(
                        "an empty catch",
                        "package io.avid.customer.store; class Swallows { void f() { try { f(); } catch (RuntimeException e) { /* so what */ } } }"),
                allowed(
                        "one that goes on with what it means",
                        "package io.avid.customer.store; class Answers { boolean f() { try { return f(); } catch (RuntimeException e) { return false; } } }"));
    }

    private static SourceLaw reasonsAreListed() {
        return SourceLaw.of(
                "A failure's reason is listed in a proto, so that a program may rely on it",
                WritingLaws::unlistedReasons,
                caught(
                        "a reason that no proto lists",
                        "package io.avid.customer.domain; class MakesUp { void f() { throw io.avid.platform.error.Failure.of(io.avid.platform.error.FailureKind.ABORTED, \"MADE_UP\", \"\", java.util.Map.of()); } }"),
                caught(
                        "one that is hidden in a constant",
                        "package io.avid.customer.domain; class HidesIt { static final String R = \"MADE_\" + \"UP\"; void f() { throw io.avid.platform.error.Failure.of(io.avid.platform.error.FailureKind.ABORTED, R, \"\", java.util.Map.of()); } }"),
                allowed(
                        "one that is listed",
                        "package io.avid.customer.domain; class Lists { void f() { throw io.avid.platform.error.Failure.of(io.avid.platform.error.FailureKind.ABORTED, \"EXTERNAL_ID_TAKEN\", \"\", java.util.Map.of()); } }"));
    }

    private static SourceLaw nothingUndone() {
        return SourceLaw.of(
                "Nothing is left undone, and nothing names the machine that it was written on",
                WritingLaws::undone,
                caught("a mark for later", "package io.avid.customer.store; class Later { // TODO\n }"),
                caught("a makeshift", "package io.avid.customer.store; class Makeshift { // a list for now\n }"),
                caught(
                        "a folder of somebody's",
                        "package io.avid.customer.store; class NamesFolder { String f = \"/home/somebody/file\"; }"));
    }

    private static SourceLaw noPrinting() {
        return SourceLaw.of(
                "Only the command line prints",
                WritingLaws::printing,
                caught(
                        "a use case that prints",
                        "package io.avid.customer.application; class Prints { void f() { System.out.println(1); } }"),
                caught(
                        "a stack trace that is printed",
                        "package io.avid.platform.edge; class PrintsTrace { void f(Exception e) { e.printStackTrace(); } }"),
                allowed("the command line", "package io.avid.cli; class PrintsHere { void f() { System.out.println(1); } }"));
    }

    private static List<String> floatingPoint(SourceUnit unit) {
        var violations = new ArrayList<String>();
        if (!ProductMap.CORE_SERVICES.contains(unit.part()) && !unit.part().equals("overview")) {
            return violations;
        }
        new TreePathScanner<Void, Void>() {
            @Override
            public Void scan(Tree tree, Void nothing) {
                if (tree instanceof ExpressionTree || tree instanceof VariableTree) {
                    var path = new TreePath(getCurrentPath() == null ? new TreePath(unit.tree()) : getCurrentPath(), tree);
                    TypeMirror type = unit.trees().getTypeMirror(path);
                    if (type != null && FLOATING.contains(type.toString())) {
                        violations.add(unit.at(tree) + " is a " + type + ": " + unit.textOf(tree));
                        return null;
                    }
                }
                return super.scan(tree, nothing);
            }
        }.scan(unit.tree(), null);
        return violations;
    }

    private static List<String> amountsFromFloatingPoint(SourceUnit unit) {
        var violations = new ArrayList<String>();
        if (!ProductMap.isModule(unit.part()) && !unit.part().equals(ProductMap.COMMAND_LINE)) {
            return violations;
        }
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitTypeCast(TypeCastTree cast, Void nothing) {
                boolean whole = Set.of("long", "int", "short", "java.lang.Long", "java.lang.Integer")
                        .contains(typeOf(getCurrentPath()));
                boolean amount = NAMES_MONEY.matcher(cast.getExpression().toString()).find();
                if (whole && isFloating(cast.getExpression()) && !isShare(cast.getExpression()) || amount && FLOATING.contains(typeOf(getCurrentPath()))) {
                    violations.add(unit.at(cast) + " makes an amount of a share: " + unit.textOf(cast));
                }
                return super.visitTypeCast(cast, nothing);
            }

            @Override
            public Void visitBinary(BinaryTree sum, Void nothing) {
                if (isFloating(sum) && NAMES_MONEY.matcher(sum.toString()).find()) {
                    violations.add(unit.at(sum) + " reckons with money in floating point: " + unit.textOf(sum));
                }
                return super.visitBinary(sum, nothing);
            }

            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                String name = call.getMethodSelect() instanceof MemberSelectTree select ? select.getIdentifier().toString() : "";
                boolean reads = Set.of("parseDouble", "parseFloat", "doubleValue", "floatValue").contains(name);
                boolean rounds = Set.of("round", "rint", "floor", "ceil", "valueOf").contains(name)
                        && call.getArguments().stream().anyMatch(argument -> isFloating(argument) && !isShare(argument));
                if (reads || rounds) {
                    violations.add(unit.at(call) + " turns floating point into a figure: " + unit.textOf(call));
                }
                return super.visitMethodInvocation(call, nothing);
            }

            @Override
            public Void visitNewClass(NewClassTree creation, Void nothing) {
                if ("java.math.BigDecimal".equals(typeOf(getCurrentPath()))
                        && creation.getArguments().stream().anyMatch(this::isFloating)) {
                    violations.add(unit.at(creation) + " makes a decimal of a double");
                }
                return super.visitNewClass(creation, nothing);
            }

            private boolean isShare(Tree tree) {
                return NAMES_SHARE.matcher(tree.toString()).find() && !NAMES_MONEY.matcher(tree.toString()).find();
            }

            private boolean isFloating(Tree tree) {
                return FLOATING.contains(typeOf(new TreePath(getCurrentPath(), tree)));
            }

            private String typeOf(TreePath path) {
                return String.valueOf(unit.trees().getTypeMirror(path));
            }
        }.scan(unit.tree(), null);
        return violations;
    }

    private static List<String> undocumented(SourceUnit unit) {
        var violations = new ArrayList<String>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                if (!type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                    return null;
                }
                if (unit.trees().getDocComment(getCurrentPath()) == null) {
                    violations.add(unit.at(type) + " " + type.getSimpleName() + " is public and says nothing of what it is");
                }
                return null;
            }
        }.scan(unit.tree(), null);
        return violations;
    }

    private static List<String> nullHandedOut(SourceUnit unit) {
        var violations = new ArrayList<String>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                return type.getModifiers().getFlags().contains(Modifier.PUBLIC) ? super.visitClass(type, nothing) : null;
            }

            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                return method.getModifiers().getFlags().contains(Modifier.PUBLIC) ? super.visitMethod(method, nothing) : null;
            }

            @Override
            public Void visitLambdaExpression(LambdaExpressionTree lambda, Void nothing) {
                return null;
            }

            @Override
            public Void visitReturn(ReturnTree answer, Void nothing) {
                if (answer.getExpression() instanceof LiteralTree literal && literal.getKind() == Tree.Kind.NULL_LITERAL) {
                    violations.add(unit.at(answer) + " hands out null");
                }
                return null;
            }
        }.scan(unit.tree(), null);
        return violations;
    }

    private static List<String> swallowed(SourceUnit unit) {
        var violations = new ArrayList<String>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitCatch(CatchTree caught, Void nothing) {
                if (caught.getBlock().getStatements().isEmpty()) {
                    violations.add(unit.at(caught) + " swallows " + caught.getParameter().getType());
                }
                return super.visitCatch(caught, nothing);
            }
        }.scan(unit.tree(), null);
        return violations;
    }

    private static List<String> unlistedReasons(SourceUnit unit) {
        var violations = new ArrayList<String>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                Element method = unit.trees().getElement(getCurrentPath());
                if (method != null
                        && method.getSimpleName().contentEquals("of")
                        && method.getEnclosingElement().toString().equals("io.avid.platform.error.Failure")) {
                    ExpressionTree argument = call.getArguments().get(1);
                    Object reason = argument instanceof LiteralTree literal
                            ? literal.getValue()
                            : unit.trees().getElement(new TreePath(getCurrentPath(), argument)) instanceof VariableElement constant
                                    ? constant.getConstantValue()
                                    : null;
                    if (reason instanceof String text && !LISTED_REASONS.contains(text)) {
                        violations.add(unit.at(call) + " fails with " + text + ", which no ErrorReason of a proto lists");
                    }
                }
                return super.visitMethodInvocation(call, nothing);
            }
        }.scan(unit.tree(), null);
        return violations;
    }

    private static List<String> undone(SourceUnit unit) {
        var violations = new ArrayList<String>();
        for (Pattern pattern : List.of(UNDONE, MACHINE)) {
            Matcher matcher = pattern.matcher(unit.text());
            while (matcher.find()) {
                long line = unit.tree().getLineMap().getLineNumber(matcher.start());
                violations.add(unit.packageName() + ".(" + unit.fileName() + ":" + line + ") says " + matcher.group().strip());
            }
        }
        return violations;
    }

    private static List<String> printing(SourceUnit unit) {
        var violations = new ArrayList<String>();
        if (unit.part().equals(ProductMap.COMMAND_LINE) || unit.part().isEmpty()) {
            return violations;
        }
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMemberSelect(MemberSelectTree select, Void nothing) {
                if (Set.of("System.out", "System.err").contains(select.toString())) {
                    violations.add(unit.at(select) + " prints by " + select);
                }
                return super.visitMemberSelect(select, nothing);
            }

            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                if (call.getArguments().isEmpty()
                        && call.getMethodSelect() instanceof MemberSelectTree select
                        && select.getIdentifier().contentEquals("printStackTrace")) {
                    violations.add(unit.at(call) + " prints a stack trace");
                }
                return super.visitMethodInvocation(call, nothing);
            }
        }.scan(unit.tree(), null);
        return violations;
    }
}
