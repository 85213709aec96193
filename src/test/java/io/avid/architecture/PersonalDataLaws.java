package io.avid.architecture;

import static io.avid.architecture.Fixture.allowed;
import static io.avid.architecture.Fixture.caught;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/**
 * Law 12: no personal data, card data or token in a log, a metric or a trace.
 *
 * <p>What an argument is made of is known to the compiler: its static type, and the accessor that it
 * came from. So the laws read the sources. They follow an argument through concatenation, toString,
 * format and conditions, but not through variables and methods: a test with real calls reads the
 * logs for the rest.
 */
final class PersonalDataLaws {
    /** Where words leave the process for operators: logs, metrics' tags, spans' attributes. */
    private static final Set<String> OUTLETS = Set.of(
            "org.slf4j.Logger",
            "org.slf4j.spi.LoggingEventBuilder",
            "org.slf4j.MDC",
            "java.util.logging.Logger",
            "java.lang.System.Logger",
            "io.micrometer.core.instrument.Tag",
            "io.micrometer.core.instrument.Tags",
            "io.micrometer.core.instrument.MeterRegistry",
            "io.micrometer.core.instrument.Counter.Builder",
            "io.micrometer.core.instrument.Timer.Builder",
            "io.micrometer.core.instrument.Gauge.Builder",
            "io.micrometer.core.instrument.DistributionSummary.Builder",
            "io.opentelemetry.api.trace.Span",
            "io.opentelemetry.api.trace.SpanBuilder",
            "io.opentelemetry.api.common.AttributesBuilder",
            "io.opentelemetry.api.common.Attributes");

    private static final Set<String> PERSONAL_TYPES =
            Set.of("io.avid.platform.security.Principal", "org.springframework.security.oauth2.jwt.Jwt");
    private static final Set<String> PERSONAL_NAMES = Set.of(
            "displayname",
            "email",
            "phone",
            "address",
            "addresslines",
            "postalcode",
            "customername",
            "token",
            "tokenvalue",
            "accesstoken",
            "password",
            "secret",
            "cardnumber");

    private PersonalDataLaws() {}

    static List<SourceLaw> all() {
        return List.of(nothingPersonalIsLogged(), personalRecordsHideThemselves());
    }

    private static SourceLaw nothingPersonalIsLogged() {
        return SourceLaw.of(
                "Law 12: no personal data or token is given to a log, a metric or a span",
                PersonalDataLaws::personalArguments,
                caught(
                        "a message that is logged",
                        "package io.avid.customer.grpc; class LogsMessage { void f(org.slf4j.Logger log, io.avid.customer.v1.Customer c) { log.info(\"created {}\", c); } }"),
                caught(
                        "a customer of the domain that is logged in a sentence",
                        "package io.avid.customer.domain; public record LoggedCustomer(String id) { void f(org.slf4j.Logger log) { log.warn(\"odd: \" + this); } }"),
                caught(
                        "a name that is logged",
                        "package io.avid.customer.grpc; class LogsName { void f(org.slf4j.Logger log, io.avid.customer.v1.Customer c) { log.info(\"created {}\", c.getDisplayName()); } }"),
                caught(
                        "a principal in a format",
                        "package io.avid.platform.edge; class LogsPrincipal { void f(org.slf4j.Logger log, io.avid.platform.security.Principal p) { log.info(\"%s\".formatted(p)); } }"),
                caught(
                        "an e-mail address in a metric's tag",
                        "package io.avid.platform.telemetry; class TagsEmail { Object f(String email) { return io.micrometer.core.instrument.Tag.of(\"who\", email); } }"),
                caught(
                        "a token in a span",
                        "package io.avid.platform.telemetry; class SpansToken { void f(io.opentelemetry.api.trace.Span span, String token) { span.setAttribute(\"t\", token); } }"),
                allowed(
                        "a resource name that is logged",
                        "package io.avid.customer.grpc; class LogsReference { void f(org.slf4j.Logger log, io.avid.customer.v1.Customer c) { log.info(\"created {}\", c.getName()); } }"));
    }

    private static SourceLaw personalRecordsHideThemselves() {
        return SourceLaw.of(
                "Law 12: a record with personal data or a secret does not print it",
                PersonalDataLaws::talkativeRecords,
                caught(
                        "a record that prints an e-mail address",
                        "package io.avid.customer.domain; record PrintsEmail(String id, String email) {}"),
                caught(
                        "a record whose own toString prints it",
                        "package io.avid.customer.domain; record PrintsPhone(String id, String phone) { public String toString() { return id + phone; } }"),
                allowed(
                        "a record that prints its id alone",
                        "package io.avid.customer.domain; record PrintsId(String id, String email) { public String toString() { return \"PrintsId[\" + id + \"]\"; } }"));
    }

    private static List<String> personalArguments(SourceUnit unit) {
        var violations = new ArrayList<String>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                Element method = unit.trees().getElement(getCurrentPath());
                if (method != null && method.getEnclosingElement() instanceof TypeElement owner && isOutlet(owner)) {
                    for (ExpressionTree argument : call.getArguments()) {
                        judge(new TreePath(getCurrentPath(), argument));
                    }
                }
                return super.visitMethodInvocation(call, nothing);
            }

            private boolean isOutlet(TypeElement owner) {
                return OUTLETS.contains(owner.getQualifiedName().toString());
            }

            private void judge(TreePath path) {
                Tree tree = path.getLeaf();
                switch (tree) {
                    case ParenthesizedTree inner -> judge(new TreePath(path, inner.getExpression()));
                    case BinaryTree sum -> {
                        judge(new TreePath(path, sum.getLeftOperand()));
                        judge(new TreePath(path, sum.getRightOperand()));
                    }
                    case ConditionalExpressionTree choice -> {
                        judge(new TreePath(path, choice.getTrueExpression()));
                        judge(new TreePath(path, choice.getFalseExpression()));
                    }
                    case LambdaExpressionTree lambda when lambda.getBody() instanceof ExpressionTree body ->
                        judge(new TreePath(path, body));
                    case MethodInvocationTree call -> judgeCall(path, call);
                    default -> judgeValue(path, nameOf(tree));
                }
            }

            private void judgeCall(TreePath path, MethodInvocationTree call) {
                String method = nameOf(call.getMethodSelect());
                if (Set.of("toString", "formatted", "format", "valueOf", "join", "requireNonNull", "of").contains(method)) {
                    for (ExpressionTree argument : call.getArguments()) {
                        judge(new TreePath(path, argument));
                    }
                    if (call.getMethodSelect() instanceof MemberSelectTree select && !method.equals("of")) {
                        var receiver = new TreePath(new TreePath(path, select), select.getExpression());
                        Element element = unit.trees().getElement(receiver);
                        if (element == null || !element.getKind().isClass()) {
                            judge(receiver);
                        }
                    }
                }
                judgeValue(path, method);
            }

            private void judgeValue(TreePath path, String name) {
                TypeMirror type = unit.trees().getTypeMirror(path);
                String plainName = name.toLowerCase(java.util.Locale.ROOT).replaceFirst("^get", "");
                if (type != null && holdsPersonalData(unit, type)) {
                    violations.add(unit.at(path.getLeaf()) + " hands out " + unit.textOf(path.getLeaf()) + ", a " + type);
                } else if (PERSONAL_NAMES.contains(plainName)) {
                    violations.add(unit.at(path.getLeaf()) + " hands out " + unit.textOf(path.getLeaf()));
                }
            }
        }.scan(unit.tree(), null);
        return violations;
    }

    private static boolean holdsPersonalData(SourceUnit unit, TypeMirror type) {
        if (!(unit.types().asElement(type) instanceof TypeElement element)) {
            return false;
        }
        String name = element.getQualifiedName().toString();
        if (PERSONAL_TYPES.contains(name)) {
            return true;
        }
        boolean ofDomain = name.startsWith("io.avid.customer.domain.") && element.getKind() != ElementKind.ENUM;
        TypeElement message = unit.elements().getTypeElement("com.google.protobuf.MessageLiteOrBuilder");
        return ofDomain || message != null && unit.types().isAssignable(unit.types().erasure(type), message.asType());
    }

    private static List<String> talkativeRecords(SourceUnit unit) {
        var violations = new ArrayList<String>();
        // What the command line prints, its user asked for.
        if (unit.part().equals(ProductMap.COMMAND_LINE)) {
            return violations;
        }
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                if (type.getKind() == Tree.Kind.RECORD) {
                    judgeRecord(type);
                }
                return super.visitClass(type, nothing);
            }

            private void judgeRecord(ClassTree type) {
                Set<String> personal = new java.util.TreeSet<>();
                MethodTree toString = null;
                for (Tree member : type.getMembers()) {
                    if (member instanceof VariableTree component
                            && !component.getModifiers().getFlags().contains(javax.lang.model.element.Modifier.STATIC)
                            && PERSONAL_NAMES.contains(component.getName().toString().toLowerCase(java.util.Locale.ROOT))
                            && !component.getType().toString().startsWith("Map<")) {
                        personal.add(component.getName().toString());
                    }
                    if (member instanceof MethodTree method
                            && method.getName().contentEquals("toString")
                            && method.getParameters().isEmpty()
                            && unit.trees().getSourcePositions().getEndPosition(unit.tree(), method) > 0) {
                        toString = method;
                    }
                }
                if (personal.isEmpty()) {
                    return;
                }
                if (toString == null) {
                    violations.add(unit.at(type) + " " + type.getSimpleName() + " prints " + personal
                            + " by its default toString; give it one that does not");
                    return;
                }
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitIdentifier(IdentifierTree identifier, Void nothing) {
                        if (personal.contains(identifier.getName().toString())) {
                            violations.add(unit.at(identifier) + " prints " + identifier.getName());
                        }
                        return null;
                    }
                }.scan(toString.getBody(), null);
            }
        }.scan(unit.tree(), null);
        return violations;
    }

    private static String nameOf(Tree tree) {
        return switch (tree) {
            case IdentifierTree identifier -> identifier.getName().toString();
            case MemberSelectTree select -> select.getIdentifier().toString();
            case MemberReferenceTree reference -> reference.getName().toString();
            default -> "";
        };
    }
}
