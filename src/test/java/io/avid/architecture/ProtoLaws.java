package io.avid.architecture;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.google.api.AnnotationsProto;
import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import io.avid.architecture.PublishedProtos.Field;
import io.avid.architecture.PublishedProtos.Rpc;
import io.avid.platform.option.v1.PermissionOuterClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Laws 8, 10 and 12 and the conventions for protos, as far as buf lint does not know them.
 *
 * <p>A fixture is the real description with one thing broken in it.
 */
final class ProtoLaws {
    /** The permissions of the roles; a typing error in one would lock everybody out. */
    private static final Set<String> PERMISSIONS = Set.of(
            "customers.read",
            "customers.write",
            "customers.erase",
            "transactions.read",
            "transactions.write",
            "documents.read",
            "documents.write",
            "imports.read",
            "invoices.read",
            "invoices.write",
            "billing.write",
            "payments.read",
            "payments.write",
            "payments.refund",
            // No role's: billing's own, for what is asked of billing.
            "invoices.bill",
            "payments.bill",
            "payments.setup",
            "statements.write",
            "imports.write",
            "overview.read",
            "processes.read",
            "processes.write",
            "settings.write");

    private static final Set<String> PERSONAL_FIELDS = Set.of(
            "display_name", "email", "phone", "address", "lines", "postal_code", "locality", "customer_name", "token", "note");

    private static final Pattern PAST = Pattern.compile("[A-Z][A-Za-z]*(ed|nt|Begun|Sent|Paid|Won|Lost)");

    private static final String ONBOARDING_SERVICE = "avid/onboarding/v1/onboarding_service.proto";
    private static final String CUSTOMER_SERVICE = "avid/customer/v1/customer_service.proto";
    private static final String CUSTOMER = "avid/customer/v1/customer.proto";
    private static final String CUSTOMER_EVENTS = "avid/customer/v1/customer_events.proto";

    /**
     * A law over protos.
     *
     * @param sentence the law, as one says it
     * @param check one line for each place that breaks it
     * @param broken what breaks it
     */
    record ProtoLaw(String sentence, Function<PublishedProtos, List<String>> check, List<Break> broken) {}

    /** One thing to break in one file of the description. */
    record Break(String what, String file, Consumer<FileDescriptorProto.Builder> change) {
        FileDescriptorSet in(FileDescriptorSet whole) {
            FileDescriptorSet.Builder copy = whole.toBuilder();
            FileDescriptorProto.Builder target = copy.getFileBuilderList().stream()
                    .filter(candidate -> candidate.getName().equals(file))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no file " + file));
            change.accept(target);
            return copy.build();
        }
    }

    private ProtoLaws() {}

    static List<ProtoLaw> all() {
        return List.of(
                new ProtoLaw(
                        "Law 10: every RPC states a permission of a role",
                        ProtoLaws::permissions,
                        List.of(
                                inMethod("an RPC without one", "GetCustomer", method -> method.getOptionsBuilder()
                                        .clearExtension(PermissionOuterClass.permission)),
                                inMethod("an RPC with a permission that no role has", "GetCustomer", method -> method.getOptionsBuilder()
                                        .setExtension(
                                                PermissionOuterClass.permission,
                                                io.avid.platform.option.v1.Permission.newBuilder().setName("customer.reads").build())))),
                new ProtoLaw(
                        "Law 8: every request that changes something has a request_id that must be given",
                        ProtoLaws::requestIds,
                        List.of(
                                inMessage(CUSTOMER_SERVICE, "a request without one", "CreateCustomerRequest", message -> removeField(message, "request_id")),
                                inMessage(CUSTOMER_SERVICE, "one that may be empty", "CreateCustomerRequest", message ->
                                        fieldOf(message, "request_id").getOptionsBuilder().clearExtension(ValidateProto.field)))),
                new ProtoLaw(
                        "Every unary RPC can be called by REST, under /v1, on a path of its own; GET changes nothing",
                        ProtoLaws::paths,
                        List.of(
                                inMethod("an RPC without a path", "GetCustomer", method -> method.getOptionsBuilder()
                                        .clearExtension(AnnotationsProto.http)),
                                inMethod("two RPCs on one path", "ListCustomers", method -> method.getOptionsBuilder()
                                        .setExtension(AnnotationsProto.http, HttpRule.newBuilder().setGet("/v1/{name=customers/*}").build())),
                                inMethod("a GET that changes something", "GetCustomer", method -> method.getOptionsBuilder()
                                        .clearIdempotencyLevel()))),
                new ProtoLaw(
                        "List methods page",
                        ProtoLaws::paging,
                        List.of(
                                inMessage(CUSTOMER_SERVICE, "a list without a page size", "ListCustomersRequest", message -> removeField(message, "page_size")),
                                inMessage(CUSTOMER_SERVICE, "a list without a next page", "ListCustomersResponse", message -> removeField(message, "next_page_token")))),
                new ProtoLaw(
                        "Update takes a mask and an etag",
                        ProtoLaws::updates,
                        List.of(
                                inMessage(CUSTOMER_SERVICE, "an update without a mask", "UpdateCustomerRequest", message -> removeField(message, "update_mask")),
                                inMessage(CUSTOMER, "a resource without an etag", "Customer", message -> removeField(message, "etag")))),
                new ProtoLaw(
                        "A resource that can be changed has name, create_time, update_time and etag",
                        ProtoLaws::resources,
                        List.of(inMessage(CUSTOMER, "a resource that does not say when it changed", "Customer", message ->
                                removeField(message, "update_time")))),
                new ProtoLaw(
                        "A standard method is a verb and a resource, and takes what such methods take",
                        ProtoLaws::names,
                        List.of(
                                inMethod("a method without a verb", "GetCustomer", method -> method.setName("Customer")),
                                inMessage(CUSTOMER_SERVICE, "a Get that goes by something else than a name", "GetCustomerRequest", message ->
                                        fieldOf(message, "name").setName("id")))),
                new ProtoLaw(
                        "A service that starts processes shows, retries and cancels them as every other does",
                        ProtoLaws::processes,
                        List.of(
                                new Break("one whose processes cannot be cancelled", ONBOARDING_SERVICE, file ->
                                        processMethod(file, "CancelProcess").setName("CancelImport")),
                                new Break("one that answers for them under another path", ONBOARDING_SERVICE, file ->
                                        processMethod(file, "GetProcess").getOptionsBuilder().setExtension(AnnotationsProto.http,
                                                HttpRule.newBuilder().setGet("/v1/imports/{name=processes/*}").build())),
                                new Break("one whose service is not found by the module's name", ONBOARDING_SERVICE, file ->
                                        file.getServiceBuilder(0).setName("ImportService")))),
                new ProtoLaw(
                        "A required field has a constraint that demands it",
                        ProtoLaws::required,
                        List.of(inMessage(CUSTOMER_SERVICE, "a required field that may be empty", "GetCustomerRequest", message ->
                                fieldOf(message, "name").getOptionsBuilder().clearExtension(ValidateProto.field)))),
                new ProtoLaw(
                        "Every field and RPC has a comment",
                        ProtoLaws::comments,
                        List.of(new Break("a description without comments", CUSTOMER, file -> file.clearSourceCodeInfo()))),
                new ProtoLaw(
                        "No floating point in a published message",
                        ProtoLaws::floatingPoint,
                        List.of(inMessage(CUSTOMER, "an amount that is a double", "Customer", message ->
                                message.addFieldBuilder().setName("balance").setNumber(99).setType(Type.TYPE_DOUBLE)))),
                new ProtoLaw(
                        "Only an orchestrator's protos import another module's, and a core service's alone; else resources of another are referred to by name",
                        ProtoLaws::imports,
                        List.of(new Break("an import of another module", CUSTOMER, file ->
                                file.addDependency("avid/transaction/v1/transaction.proto")))),
                new ProtoLaw(
                        "A package is its folder, and its Java package follows",
                        ProtoLaws::packages,
                        List.of(
                                new Break("a file in another folder's package", CUSTOMER, file -> file.setPackage("avid.client.v1")),
                                new Break("a Java package of its own", CUSTOMER, file ->
                                        file.getOptionsBuilder().setJavaPackage("io.avid.client")))),
                new ProtoLaw(
                        "Law 12: an event is a fact in the past tense and holds no personal data",
                        ProtoLaws::events,
                        List.of(
                                inMessage(CUSTOMER_EVENTS, "an event with a name in it", "CustomerCreated", message ->
                                        message.addFieldBuilder().setName("display_name").setNumber(99).setType(Type.TYPE_STRING)),
                                inMessage(CUSTOMER_EVENTS, "an event that carries the resource", "CustomerCreated", message -> message.addFieldBuilder()
                                        .setName("whole")
                                        .setNumber(99)
                                        .setType(Type.TYPE_MESSAGE)
                                        .setTypeName(".avid.customer.v1.Customer")),
                                inMessage(CUSTOMER_EVENTS, "an order in place of a fact", "CustomerCreated", message ->
                                        message.setName("CreateCustomer")))));
    }

    private static List<String> permissions(PublishedProtos protos) {
        return protos.rpcs().stream()
                .flatMap(rpc -> {
                    if (!rpc.method().getOptions().hasExtension(PermissionOuterClass.permission)) {
                        return Stream.of(rpc.name() + " states no permission");
                    }
                    String name = rpc.method().getOptions().getExtension(PermissionOuterClass.permission).getName();
                    return PERMISSIONS.contains(name) ? Stream.empty() : Stream.of(rpc.name() + " demands " + name + ", which no role has");
                })
                .toList();
    }

    private static List<String> requestIds(PublishedProtos protos) {
        return protos.rpcs().stream()
                .filter(Rpc::changes)
                .flatMap(rpc -> {
                    Optional<FieldDescriptorProto> field =
                            PublishedProtos.field(protos.message(rpc.method().getInputType()), "request_id");
                    boolean right = field.isPresent()
                            && field.get().getType() == Type.TYPE_STRING
                            && behaviours(field.get()).contains(FieldBehavior.REQUIRED)
                            && rules(field.get()).getString().getMinLen() >= 1
                            && rules(field.get()).getString().getMaxLen() > 0;
                    return right ? Stream.empty() : Stream.of(rpc.name() + " changes something and demands no request_id");
                })
                .toList();
    }

    private static List<String> paths(PublishedProtos protos) {
        var violations = new ArrayList<String>();
        var taken = new HashMap<String, String>();
        for (Rpc rpc : protos.rpcs()) {
            HttpRule http = rpc.method().getOptions().getExtension(AnnotationsProto.http);
            String path = http.getGet() + http.getPost() + http.getPatch() + http.getDelete() + http.getPut();
            if (!rpc.unary()) {
                continue;
            }
            if (!path.startsWith("/v1/")) {
                violations.add(rpc.name() + " has no path under /v1");
            }
            if (http.hasGet() && rpc.changes()) {
                violations.add(rpc.name() + " changes something by GET");
            }
            String other = taken.put(http.getPatternCase() + " " + path.replaceAll("\\{[^}=]*=", "{"), rpc.name());
            if (other != null) {
                violations.add(rpc.name() + " and " + other + " share " + path);
            }
        }
        return violations;
    }

    private static List<String> paging(PublishedProtos protos) {
        return protos.rpcs().stream()
                .filter(rpc -> rpc.method().getName().startsWith("List"))
                .filter(rpc -> {
                    DescriptorProto request = protos.message(rpc.method().getInputType());
                    DescriptorProto response = protos.message(rpc.method().getOutputType());
                    return PublishedProtos.field(request, "page_size").isEmpty()
                            || PublishedProtos.field(request, "page_token").isEmpty()
                            || PublishedProtos.field(response, "next_page_token").isEmpty();
                })
                .map(rpc -> rpc.name() + " does not page")
                .toList();
    }

    private static List<String> updates(PublishedProtos protos) {
        var violations = new ArrayList<String>();
        for (Rpc rpc : standard(protos, "Update")) {
            DescriptorProto request = protos.message(rpc.method().getInputType());
            boolean mask = PublishedProtos.field(request, "update_mask")
                    .filter(field -> field.getTypeName().equals(".google.protobuf.FieldMask"))
                    .isPresent();
            boolean etag = PublishedProtos.field(request, "etag").isPresent()
                    || PublishedProtos.field(protos.message(rpc.method().getOutputType()), "etag").isPresent();
            if (!mask || !etag) {
                violations.add(rpc.name() + " takes no update_mask or no etag");
            }
        }
        return violations;
    }

    private static List<String> resources(PublishedProtos protos) {
        var violations = new ArrayList<String>();
        for (Rpc rpc : standard(protos, "Update")) {
            DescriptorProto resource = protos.message(rpc.method().getOutputType());
            for (String field : List.of("name", "create_time", "update_time", "etag")) {
                if (PublishedProtos.field(resource, field).isEmpty()) {
                    violations.add(rpc.method().getOutputType() + " has no " + field);
                }
            }
        }
        return violations;
    }

    private static List<String> names(PublishedProtos protos) {
        var verbAndNoun = Pattern.compile("(Get|List|Create|Update|Delete|Batch|Lookup|Compute|Verify|Rebuild|Post|Allocate|Annotate|Reverse"
                + "|Begin|Issue|Void|Link|Record|Reserve|Release|Start|Prefer|Detach|Sweep|Expire|Raise|Collect|Refund|Send|Upload|Complete|Read|Import|Retry|Cancel|Archive|Restore|Merge|Erase|Export|Search|Watch|Render|Summarize)[A-Z][A-Za-z]+");
        var violations = new ArrayList<String>();
        for (Rpc rpc : protos.rpcs()) {
            if (!verbAndNoun.matcher(rpc.method().getName()).matches()) {
                violations.add(rpc.name() + " is not a verb and a noun");
            }
            boolean getsByName = PublishedProtos.field(protos.message(rpc.method().getInputType()), "name").isPresent();
            boolean getsAResource = PublishedProtos.field(protos.message(rpc.method().getOutputType()), "name").isPresent();
            if (rpc.method().getName().startsWith("Get") && getsAResource && !getsByName) {
                violations.add(rpc.name() + " does not go by name");
            }
        }
        return violations;
    }

    /** The command line and the console find the service, its methods and paths by the name of a process alone. */
    private static List<String> processes(PublishedProtos protos) {
        var violations = new ArrayList<String>();
        Map<String, List<Rpc>> byService = protos.rpcs().stream()
                .collect(Collectors.groupingBy(rpc -> rpc.file().getPackage() + "." + rpc.service().getName()));
        byService.forEach((service, rpcs) -> {
            if (rpcs.stream().noneMatch(rpc -> rpc.method().getOutputType().equals(".avid.process.v1.Process"))) {
                return;
            }
            String module = rpcs.getFirst().file().getPackage().split("\\.")[1];
            String expected = "avid." + module + ".v1." + Character.toUpperCase(module.charAt(0)) + module.substring(1) + "Service";
            if (!service.equals(expected)) {
                violations.add(service + " starts processes, which are asked for at " + expected);
            }
            String path = "/v1/" + module + "/{name=processes/*}";
            Map.of("GetProcess", HttpRule.newBuilder().setGet(path).build(),
                    "RetryProcess", HttpRule.newBuilder().setPost(path + ":retry").setBody("*").build(),
                    "CancelProcess", HttpRule.newBuilder().setPost(path + ":cancel").setBody("*").build()).forEach((method, http) -> {
                        boolean there = rpcs.stream().map(Rpc::method).anyMatch(candidate -> candidate.getName().equals(method)
                                && candidate.getInputType().equals(".avid.process.v1." + method + "Request")
                                && candidate.getOutputType().equals(".avid.process.v1.Process")
                                && candidate.getOptions().getExtension(AnnotationsProto.http).equals(http));
                        if (!there) {
                            violations.add(service + " has no " + method + "(avid.process.v1." + method + "Request) at " + path);
                        }
                    });
        });
        return violations;
    }

    private static List<String> required(PublishedProtos protos) {
        return protos.fields().stream()
                .filter(field -> behaviours(field.field()).contains(FieldBehavior.REQUIRED))
                .filter(field -> {
                    FieldRules rules = rules(field.field());
                    boolean demanded = rules.getRequired()
                            || rules.getString().getMinLen() > 0
                            || rules.getString().hasPattern()
                            || rules.getBytes().getMinLen() > 0
                            || rules.getRepeated().getMinItems() > 0
                            || rules.getEnum().getNotInList().contains(0)
                            || rules.getEnum().getInCount() > 0 && !rules.getEnum().getInList().contains(0)
                            || rules.getInt64().hasGt()
                            || rules.getInt32().hasGt()
                            || isDemandedByItsMessage(protos, field);
                    return !demanded;
                })
                .map(field -> field.name() + " is required, and nothing demands it")
                .toList();
    }

    private static boolean isDemandedByItsMessage(PublishedProtos protos, Field field) {
        return protos.message("." + field.message()).getOptions().getExtension(ValidateProto.message).getCelList().stream()
                .anyMatch(rule -> rule.getExpression().contains("has(this." + field.field().getName() + ")"));
    }

    private static List<String> comments(PublishedProtos protos) {
        Stream<String> fields =
                protos.fields().stream().filter(field -> field.comment().isEmpty()).map(field -> field.name());
        Stream<String> rpcs = protos.rpcs().stream().filter(rpc -> rpc.comment().isEmpty()).map(Rpc::name);
        Stream<String> values = protos.values().stream()
                .filter(value -> value.comment().isEmpty())
                .map(value -> value.enumeration() + "." + value.value().getName());
        return Stream.of(fields, rpcs, values).flatMap(names -> names).map(name -> name + " has no comment").toList();
    }

    private static List<String> floatingPoint(PublishedProtos protos) {
        return protos.fields().stream()
                .filter(field -> Set.of(Type.TYPE_DOUBLE, Type.TYPE_FLOAT).contains(field.field().getType()))
                .map(field -> field.name() + " is floating point")
                .toList();
    }

    private static List<String> imports(PublishedProtos protos) {
        var violations = new ArrayList<String>();
        for (FileDescriptorProto file : protos.files()) {
            for (String dependency : file.getDependencyList()) {
                // An orchestrator takes and answers what core services keep: to copy their messages would be to have them twice.
                boolean ofOrchestrator = ProductMap.ORCHESTRATORS.contains(file.getPackage().split("\\.")[1])
                        && ProductMap.CORE_SERVICES.contains(dependency.split("/")[1]);
                boolean lawful = !dependency.startsWith("avid/")
                        || ofOrchestrator
                        || folderOf(dependency).equals(folderOf(file.getName()))
                        || Set.of("avid/type/v1", "avid/option/v1", "avid/process/v1").contains(folderOf(dependency));
                if (!lawful) {
                    violations.add(file.getName() + " imports " + dependency);
                }
            }
        }
        return violations;
    }

    private static List<String> packages(PublishedProtos protos) {
        var violations = new ArrayList<String>();
        for (FileDescriptorProto file : protos.files()) {
            String folder = folderOf(file.getName());
            boolean ofPlatform = Set.of("avid/type/v1", "avid/option/v1", "avid/process/v1").contains(folder);
            String javaPackage = "io." + folder.replace('/', '.').replaceFirst("^avid", ofPlatform ? "avid.platform" : "avid");
            if (!file.getPackage().equals(folder.replace('/', '.'))) {
                violations.add(file.getName() + " says package " + file.getPackage());
            }
            if (!file.getOptions().getJavaPackage().equals(javaPackage) || !file.getOptions().getJavaMultipleFiles()) {
                violations.add(file.getName() + " says java_package " + file.getOptions().getJavaPackage() + ", not " + javaPackage
                        + ", or not java_multiple_files");
            }
        }
        return violations;
    }

    private static List<String> events(PublishedProtos protos) {
        var violations = new ArrayList<String>();
        for (FileDescriptorProto file : protos.files()) {
            if (!file.getName().endsWith("_events.proto")) {
                continue;
            }
            for (DescriptorProto message : file.getMessageTypeList()) {
                if (!PAST.matcher(message.getName()).matches()) {
                    violations.add(message.getName() + " is not in the past tense");
                }
                for (FieldDescriptorProto field : message.getFieldList()) {
                    boolean personal = PERSONAL_FIELDS.contains(field.getName())
                            || field.getTypeName().startsWith(".avid.customer.v1.");
                    if (personal) {
                        violations.add(message.getName() + "." + field.getName() + " carries personal data");
                    }
                }
            }
        }
        return violations;
    }

    private static List<Rpc> standard(PublishedProtos protos, String verb) {
        return protos.rpcs().stream().filter(rpc -> rpc.method().getName().startsWith(verb)).toList();
    }

    private static FieldRules rules(FieldDescriptorProto field) {
        return field.getOptions().getExtension(ValidateProto.field);
    }

    private static List<FieldBehavior> behaviours(FieldDescriptorProto field) {
        return field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior);
    }

    private static String folderOf(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }

    private static MethodDescriptorProto.Builder processMethod(FileDescriptorProto.Builder file, String name) {
        return file.getServiceBuilder(0).getMethodBuilderList().stream()
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Break inMethod(String what, String name, Consumer<MethodDescriptorProto.Builder> change) {
        return new Break(what, CUSTOMER_SERVICE, file -> change.accept(file.getServiceBuilder(0).getMethodBuilderList().stream()
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow()));
    }

    private static Break inMessage(String file, String what, String name, Consumer<DescriptorProto.Builder> change) {
        return new Break(what, file, description -> change.accept(description.getMessageTypeBuilderList().stream()
                .filter(message -> message.getName().equals(name))
                .findFirst()
                .orElseThrow()));
    }

    private static FieldDescriptorProto.Builder fieldOf(DescriptorProto.Builder message, String name) {
        return message.getFieldBuilderList().stream()
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void removeField(DescriptorProto.Builder message, String name) {
        for (int index = 0; index < message.getFieldCount(); index++) {
            if (message.getField(index).getName().equals(name)) {
                message.removeField(index);
                return;
            }
        }
        throw new IllegalArgumentException(message.getName() + " has no " + name);
    }
}
