package io.avid.platform.module;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.avid.platform.option.v1.Permission;
import io.avid.platform.option.v1.PermissionOuterClass;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;

/**
 * What the proto says about a method, read once at start-up: who may call it and whether it changes
 * anything.
 *
 * @param name full name, for example {@code avid.customer.v1.CustomerService/GetCustomer}
 * @param module the module that publishes it
 * @param permission what the caller must be granted
 * @param customer whether a customer's own login may call it too
 * @param mutating whether it changes something; then its request has a {@code request_id}
 * @param request the request's descriptor
 */
record MethodContract(String name, String module, String permission, boolean customer, boolean mutating,
        Descriptors.Descriptor request) {
    private static final String REQUEST_ID = "request_id";

    /**
     * The contract of every method of these services, in order.
     *
     * @throws IllegalStateException naming every method that states no permission, and every mutating
     *     one without a {@code request_id}: law 10 and law 8
     */
    static List<MethodContract> of(String module, List<ServiceDescriptor> services) {
        var contracts = new ArrayList<MethodContract>();
        var defects = new ArrayList<String>();
        for (ServiceDescriptor service : services) {
            for (MethodDescriptor<?, ?> method : service.getMethods()) {
                MethodContract contract = of(module, method, defects);
                if (contract != null) {
                    contracts.add(contract);
                }
            }
        }
        if (!defects.isEmpty()) {
            throw new IllegalStateException("Module " + module + " cannot start:\n  " + String.join("\n  ", defects));
        }
        return List.copyOf(contracts);
    }

    private static MethodContract of(String module, MethodDescriptor<?, ?> method, List<String> defects) {
        String name = method.getFullMethodName();
        if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier)) {
            defects.add(name + " has no descriptor; expected a method generated from a proto");
            return null;
        }
        Descriptors.MethodDescriptor proto = supplier.getMethodDescriptor();
        Permission permission = proto.getOptions().getExtension(PermissionOuterClass.permission);
        if (permission.getName().isBlank()) {
            defects.add(name + " states no permission; add option (avid.option.v1.permission) = {name: \"…\"} to it");
        }
        boolean mutating = proto.getOptions().getIdempotencyLevel() != IdempotencyLevel.NO_SIDE_EFFECTS;
        if (mutating && !hasRequestId(proto.getInputType())) {
            defects.add(name + " changes something and its request " + proto.getInputType().getFullName()
                    + " has no request_id; add string request_id to it, or option idempotency_level = NO_SIDE_EFFECTS"
                    + " to the method if it changes nothing");
        }
        return new MethodContract(name, module, permission.getName(), permission.getCustomer(), mutating, proto.getInputType());
    }

    private static boolean hasRequestId(Descriptors.Descriptor request) {
        FieldDescriptor field = request.findFieldByName(REQUEST_ID);
        return field != null && field.getType() == FieldDescriptor.Type.STRING && !field.isRepeated();
    }
}
