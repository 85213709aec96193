package io.avid.platform.edge;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;

/**
 * A request to begin with for every RPC in the docs, made from the proto: what is required is filled
 * with something of the right shape, the rest is left out.
 */
final class ExampleRequests {
    private static final int DEEPEST = 4;

    private ExampleRequests() {}

    static Message of(Descriptor request) {
        return filled(request, 1);
    }

    private static Message filled(Descriptor type, int depth) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            if (isRequired(field) && !field.isMapField()) {
                Object value = value(field, depth);
                if (field.isRepeated()) {
                    message.addRepeatedField(field, value);
                } else {
                    message.setField(field, value);
                }
            }
        }
        return message.build();
    }

    private static boolean isRequired(FieldDescriptor field) {
        return field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior).contains(FieldBehavior.REQUIRED)
                || rules(field).getRequired()
                || rules(field).getString().getMinLen() > 0
                || rules(field).getRepeated().getMinItems() > 0;
    }

    private static FieldRules rules(FieldDescriptor field) {
        return field.getOptions().getExtension(ValidateProto.field);
    }

    private static Object value(FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case MESSAGE -> depth < DEEPEST ? filled(field.getMessageType(), depth + 1)
                    : DynamicMessage.getDefaultInstance(field.getMessageType());
            case ENUM -> field.getEnumType().getValues().getLast();
            case STRING -> text(field);
            case BYTE_STRING -> com.google.protobuf.ByteString.copyFromUtf8("example");
            case INT -> 1;
            case LONG -> 1L;
            case BOOLEAN -> true;
            case FLOAT -> 1f;
            case DOUBLE -> 1d;
        };
    }

    private static String text(FieldDescriptor field) {
        String prefix = rules(field).getString().getPrefix();
        return prefix.isEmpty() ? field.getName() + "-1" : prefix + "example";
    }
}
