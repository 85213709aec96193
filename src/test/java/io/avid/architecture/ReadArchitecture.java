package io.avid.architecture;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.avid.architecture.ArchitectureMap.Call;
import io.avid.architecture.ArchitectureMap.Hearing;
import io.avid.architecture.ArchitectureMap.Kept;
import io.avid.architecture.ArchitectureMap.Module;
import io.avid.architecture.ArchitectureMap.Publication;
import io.avid.architecture.ArchitectureMap.Rpc;
import io.avid.architecture.ArchitectureMap.Store;
import io.avid.platform.option.v1.Permission;
import io.avid.platform.option.v1.PermissionOuterClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Reads the map of the modules from their sources, as the compiler understands them, and from the protos.
 *
 * <p>A call is a call of a method of a generated stub, an event one that its module makes, a subscription one that is
 * made, a store a name that is handed to a store's client. A name that the compiler does not know (it was computed) is
 * refused rather than left out: a map with holes is worse than none.
 */
final class ReadArchitecture {
    private static final Pattern STUB = Pattern.compile("io\\.avid\\.(\\w+)\\.v1\\.(\\w+)Grpc\\.\\w+Stub");
    private static final Pattern SERVICE = Pattern.compile("io\\.avid\\.(\\w+)\\.v1\\.(\\w+)Grpc");
    private static final Pattern METHOD_OF_SERVICE = Pattern.compile("get(\\w+)Method");
    private static final String SUBSCRIPTION = "io.avid.platform.event.Subscription";
    private static final String DATABASE = "io.avid.platform.store.ModuleDatabase";
    private static final String SEARCH = "io.avid.platform.search.ModuleSearch";
    private static final String INDEX = "io.avid.platform.search.AggregateIndex";
    private static final String INDEX_DEFINITION = INDEX + ".Definition";
    private static final String PROCESSES = "io.avid.platform.process.Processes";
    private static final String COLLECTION_BY_NAME =
            "java.util.function.Function<java.lang.String,com.mongodb.client.MongoCollection<org.bson.Document>>";
    private static final String EVENTS_FILE = "_events.proto";
    private static final String PROCESS_PACKAGE = "avid.process.v1";

    private final Map<String, Set<String>> rpcs = new HashMap<>();
    private final Map<String, String> eventsByClass = new HashMap<>();
    private final List<String> processEvents = new ArrayList<>();
    private final SortedSet<Call> calls = new TreeSet<>();
    private final SortedSet<Publication> published = new TreeSet<>();
    private final SortedSet<Hearing> subscriptions = new TreeSet<>();
    private final SortedSet<Kept> kept = new TreeSet<>();
    private final SortedSet<String> keptByThePlatform = new TreeSet<>();

    private ReadArchitecture(PublishedProtos protos) {
        for (PublishedProtos.Rpc rpc : protos.rpcs()) {
            rpcs.computeIfAbsent(moduleOf(rpc.file()), _ -> new HashSet<>()).add(rpc.method().getName());
        }
        for (FileDescriptorProto file : protos.files()) {
            if (file.getName().endsWith(EVENTS_FILE)) {
                file.getMessageTypeList().forEach(message -> {
                    String name = file.getPackage() + "." + message.getName();
                    eventsByClass.put(file.getOptions().getJavaPackage() + "." + message.getName(), name);
                    if (file.getPackage().equals(PROCESS_PACKAGE)) {
                        processEvents.add(name);
                    }
                });
            }
        }
    }

    /** The map of the product as it stands in its sources. */
    static ArchitectureMap ofTheProduct() {
        return of(Product.compilations().values().stream().flatMap(compilation -> compilation.units().stream()).toList(),
                PublishedProtos.ofTheBuild());
    }

    /**
     * The map that these sources make.
     *
     * @throws IllegalStateException naming a place whose name or set of types the compiler does not know
     */
    static ArchitectureMap of(Collection<SourceUnit> units, PublishedProtos protos) {
        var reading = new ReadArchitecture(protos);
        for (SourceUnit unit : units) {
            if (ProductMap.isModule(unit.part()) || unit.part().equals(ProductMap.PLATFORM)) {
                reading.new Reader(unit).scan(unit.tree(), null);
            }
        }
        return new ArchitectureMap(modules(protos), reading.calls, reading.published, reading.subscriptions, reading.kept,
                reading.keptByThePlatform);
    }

    private static List<Module> modules(PublishedProtos protos) {
        return Stream.concat(new TreeSet<>(ProductMap.CORE_SERVICES).stream(), new TreeSet<>(ProductMap.ORCHESTRATORS).stream())
                .map(name -> new Module(name, ProductMap.CORE_SERVICES.contains(name), protos.rpcs().stream()
                        .filter(rpc -> moduleOf(rpc.file()).equals(name)).map(ReadArchitecture::rpc).toList()))
                .toList();
    }

    private static Rpc rpc(PublishedProtos.Rpc rpc) {
        Permission permission = rpc.method().getOptions().getExtension(PermissionOuterClass.permission);
        return new Rpc(rpc.file().getPackage() + "." + rpc.service().getName(), rpc.method().getName(), permission.getName(),
                permission.getCustomer(), rpc.changes());
    }

    /** {@code customer} for a file of package {@code avid.customer.v1}. */
    private static String moduleOf(FileDescriptorProto file) {
        return file.getPackage().split("\\.")[1];
    }

    private final class Reader extends TreePathScanner<Void, Void> {
        private final SourceUnit unit;
        private final String part;
        private final boolean platform;

        Reader(SourceUnit unit) {
            this.unit = unit;
            this.part = unit.part();
            this.platform = part.equals(ProductMap.PLATFORM);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            if (unit.trees().getElement(getCurrentPath()) instanceof ExecutableElement method) {
                if (platform) {
                    readPlatform(call, method);
                } else {
                    readCall(method);
                    readEvents(call, method);
                    readStores(call, method);
                }
            }
            return super.visitMethodInvocation(call, nothing);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree reference, Void nothing) {
            if (!platform && unit.trees().getElement(getCurrentPath()) instanceof ExecutableElement method) {
                readCall(method);
            }
            return super.visitMemberReference(reference, nothing);
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void nothing) {
            if (!platform && unit.trees().getElement(getCurrentPath()) instanceof ExecutableElement constructor) {
                List<? extends ExpressionTree> arguments = made.getArguments();
                switch (ownerOf(constructor)) {
                    case SUBSCRIPTION -> subscriptions.add(new Hearing(part, text(made, arguments.get(0)), texts(made, arguments.get(1)),
                            texts(made, arguments.get(2))));
                    case INDEX_DEFINITION -> kept.add(new Kept(part, Store.INDEX, text(made, arguments.get(0))));
                    default -> { }
                }
            }
            return super.visitNewClass(made, nothing);
        }

        private void readPlatform(MethodInvocationTree call, ExecutableElement method) {
            boolean opens = ownerOf(method).equals(DATABASE) && (method.getSimpleName().contentEquals("collection")
                    || method.getSimpleName().contentEquals("aggregates"));
            if (opens) {
                constant(call.getArguments().getFirst()).ifPresent(keptByThePlatform::add);
            }
        }

        private void readCall(ExecutableElement method) {
            Matcher stub = STUB.matcher(ownerOf(method));
            if (stub.matches()) {
                call(stub.group(1), upperFirst(method.getSimpleName().toString()));
                return;
            }
            Matcher service = SERVICE.matcher(ownerOf(method));
            Matcher descriptor = METHOD_OF_SERVICE.matcher(method.getSimpleName());
            if (service.matches() && descriptor.matches()) {
                call(service.group(1), descriptor.group(1));
            }
        }

        private void call(String called, String rpc) {
            if (!called.equals(part) && rpcs.getOrDefault(called, Set.of()).contains(rpc)) {
                calls.add(new Call(part, called, rpc));
            }
        }

        private void readEvents(MethodInvocationTree call, ExecutableElement method) {
            String event = eventsByClass.get(ownerOf(method));
            if (event != null && method.getSimpleName().contentEquals("newBuilder") && event.startsWith("avid." + part + ".")) {
                published.add(new Publication(part, event));
            }
            if (ownerOf(method).equals(PROCESSES) && method.getSimpleName().contentEquals("engine")) {
                processEvents.forEach(told -> published.add(new Publication(part, told)));
            }
            if (ownerOf(method).equals(SUBSCRIPTION) && method.getSimpleName().contentEquals("toTypes")) {
                subscriptions.add(new Hearing(part, text(call, call.getArguments().get(0)), Set.of(), texts(call, call.getArguments().get(1))));
            }
            if (ownerOf(method).equals(INDEX) && method.getSimpleName().contentEquals("following")) {
                subscriptions.add(new Hearing(part, "search", Set.of(part), Set.of()));
            }
        }

        private void readStores(MethodInvocationTree call, ExecutableElement method) {
            String name = method.getSimpleName().toString();
            String owner = ownerOf(method);
            if (call.getArguments().size() == 0) {
                return;
            }
            ExpressionTree first = call.getArguments().getFirst();
            if (owner.equals(DATABASE) && name.equals("aggregates") || owner.endsWith(".MongoTemplate") && name.equals("getCollection") && !isParameter(first)) {
                kept.add(new Kept(part, Store.COLLECTION, text(call, first)));
            } else if (name.equals("apply") && receiver(call).filter(COLLECTION_BY_NAME::equals).isPresent()) {
                kept.add(new Kept(part, Store.COLLECTION, text(call, first)));
            } else if (owner.equals(SEARCH) && name.equals("index")) {
                labels(first).forEach(label -> kept.add(new Kept(part, Store.INDEX, label)));
            } else if (name.equals("getBlobContainerClient")) {
                kept.add(new Kept(part, Store.CONTAINER, defaultOf(first).or(() -> constant(first)).orElseThrow(() -> unknown(call, first))));
            }
        }

        private boolean isParameter(ExpressionTree expression) {
            return element(expression).map(Element::getKind).filter(ElementKind.PARAMETER::equals).isPresent();
        }

        /** The type of what a method is called on. */
        private Optional<String> receiver(MethodInvocationTree call) {
            return call.getMethodSelect() instanceof MemberSelectTree select
                    ? Optional.ofNullable(unit.trees().getTypeMirror(path(select.getExpression()))).map(Object::toString)
                    : Optional.empty();
        }

        /** A constant, or where an enumeration's field is given, the first text that each of its constants is made with. */
        private List<String> labels(ExpressionTree expression) {
            Optional<String> constant = constant(expression);
            if (constant.isPresent()) {
                return List.of(constant.get());
            }
            Element field = element(expression).orElseThrow(() -> unknown(expression, expression));
            if (field.getEnclosingElement().getKind() != ElementKind.ENUM
                    || !(unit.trees().getTree(field.getEnclosingElement()) instanceof ClassTree enumeration)) {
                throw unknown(expression, expression);
            }
            return enumeration.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .map(member -> ((VariableTree) member).getInitializer())
                    .filter(NewClassTree.class::isInstance)
                    .flatMap(made -> ((NewClassTree) made).getArguments().stream()
                            .filter(LiteralTree.class::isInstance).map(literal -> ((LiteralTree) literal).getValue())
                            .filter(String.class::isInstance).map(String.class::cast).limit(1))
                    .toList();
        }

        /** What a setting is unless it is set: the default of a properties record's component. */
        private Optional<String> defaultOf(ExpressionTree expression) {
            return element(expression)
                    .filter(accessor -> accessor.getEnclosingElement().getKind() == ElementKind.RECORD)
                    .flatMap(accessor -> accessor.getEnclosingElement().getEnclosedElements().stream()
                            .filter(member -> member.getKind() == ElementKind.CONSTRUCTOR)
                            .flatMap(constructor -> ((ExecutableElement) constructor).getParameters().stream())
                            .filter(component -> component.getSimpleName().equals(accessor.getSimpleName()))
                            .flatMap(component -> component.getAnnotationMirrors().stream())
                            .filter(annotation -> annotation.getAnnotationType().asElement().getSimpleName().contentEquals("DefaultValue"))
                            .map(AnnotationMirror::getElementValues)
                            .flatMap(values -> values.values().stream())
                            .map(AnnotationValue::getValue)
                            .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
                            .map(value -> value instanceof AnnotationValue one ? one.getValue().toString() : value.toString())
                            .findFirst());
        }

        private String text(Tree place, ExpressionTree expression) {
            return constant(expression).orElseThrow(() -> unknown(place, expression));
        }

        private Optional<String> constant(ExpressionTree expression) {
            if (expression instanceof LiteralTree literal && literal.getValue() instanceof String text) {
                return Optional.of(text);
            }
            return element(expression)
                    .filter(VariableElement.class::isInstance)
                    .map(variable -> ((VariableElement) variable).getConstantValue())
                    .filter(String.class::isInstance)
                    .map(String.class::cast);
        }

        /** {@code Set.of} of constants, or what a public constant of a class of the product holds. */
        private Set<String> texts(Tree place, ExpressionTree expression) {
            if (expression instanceof MethodInvocationTree call && element(expression).filter(made -> ownerOf(made).equals("java.util.Set")).isPresent()) {
                var texts = new TreeSet<String>();
                call.getArguments().forEach(argument -> texts.add(text(place, argument)));
                return texts;
            }
            Element field = element(expression)
                    .filter(found -> found.getKind() == ElementKind.FIELD && found.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.PUBLIC)))
                    .orElseThrow(() -> unknown(place, expression));
            try {
                Class<?> owner = Class.forName(unit.elements().getBinaryName((TypeElement) field.getEnclosingElement()).toString());
                var texts = new TreeSet<String>();
                ((Collection<?>) owner.getField(field.getSimpleName().toString()).get(null)).forEach(text -> texts.add((String) text));
                return texts;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(unit.at(place) + ": " + field + " cannot be read", e);
            }
        }

        private Optional<Element> element(ExpressionTree expression) {
            return Optional.ofNullable(unit.trees().getElement(path(expression)));
        }

        private TreePath path(ExpressionTree expression) {
            return TreePath.getPath(unit.tree(), expression);
        }

        private IllegalStateException unknown(Tree place, ExpressionTree expression) {
            return new IllegalStateException(unit.at(place) + ": the map cannot tell what " + unit.textOf(expression)
                    + " is. Write a constant there, or for a set Set.of with constants or a public constant, so that it can be read.");
        }
    }

    private static String ownerOf(Element member) {
        return member.getEnclosingElement() instanceof TypeElement type ? type.getQualifiedName().toString() : "";
    }

    private static String upperFirst(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
