package io.avid.platform.edge;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.linecorp.armeria.common.QueryParams;
import io.avid.platform.error.Failure;
import io.avid.platform.error.Failure.FieldViolation;
import io.grpc.ServerMethodDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the query parameters of a REST request before Armeria maps them to fields: Armeria passes
 * over a name that it does not know and takes any word for false, and either would answer a question
 * that nobody asked. Every parameter that is wrong is named at once.
 */
final class RestParameters {
    private RestParameters() {}

    static Optional<Failure> objection(QueryParams parameters, ServerMethodDefinition<?, ?> method) {
        if (parameters.isEmpty() || !(method.getMethodDescriptor().getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto)) {
            return Optional.empty();
        }
        Descriptor request = proto.getMethodDescriptor().getInputType();
        List<FieldViolation> violations = new ArrayList<>();
        for (Map.Entry<String, String> parameter : parameters) {
            Optional<FieldDescriptor> field = field(request, parameter.getKey());
            if (field.isEmpty()) {
                violations.add(new FieldViolation(parameter.getKey(), "there is no such parameter; expected a field of " + request.getFullName()));
            } else {
                objection(field.get(), parameter.getValue()).ifPresent(
                        expected -> violations.add(new FieldViolation(parameter.getKey(), "\"" + parameter.getValue() + "\" was given, expected " + expected)));
            }
        }
        return violations.isEmpty() ? Optional.empty() : Optional.of(Failure.invalid(violations));
    }

    private static Optional<FieldDescriptor> field(Descriptor message, String path) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        for (FieldDescriptor field : message.getFields()) {
            if (field.getName().equals(name) || field.getJsonName().equals(name)) {
                if (dot < 0) {
                    return Optional.of(field);
                }
                return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated()
                        ? field(field.getMessageType(), path.substring(dot + 1)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<String> objection(FieldDescriptor field, String value) {
        return switch (field.getType()) {
            case BOOL -> value.equals("true") || value.equals("false") ? Optional.empty() : Optional.of("true or false");
            case INT32, SINT32, SFIXED32, UINT32, FIXED32 -> number(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64, SINT64, SFIXED64, UINT64, FIXED64 -> number(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case ENUM -> enumeration(field.getEnumType(), value);
            default -> Optional.empty();
        };
    }

    private static Optional<String> number(String value, long least, long greatest) {
        try {
            long number = Long.parseLong(value);
            return number >= least && number <= greatest ? Optional.empty() : Optional.of("a whole number from " + least + " to " + greatest);
        } catch (NumberFormatException noNumber) {
            return Optional.of("a whole number from " + least + " to " + greatest);
        }
    }

    private static Optional<String> enumeration(EnumDescriptor type, String value) {
        if (type.findValueByName(value) != null || value.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return Optional.of("one of " + String.join(", ", type.getValues().stream().map(known -> known.getName()).toList()));
    }
}
