package io.avid.platform.edge;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Proto's own JSON mapping: 64-bit integers as strings, names in lowerCamelCase. Fields at their
 * default are written, so that an empty bucket shows as "0" and no item as an empty list. Requests
 * may use the proto's names as well; a name that is not in the proto is refused, because it is more
 * likely a misspelt field than one to be ignored.
 */
final class RestJson implements GrpcJsonMarshaller {
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser();

    @Override
    public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream stream) throws IOException {
        OutputStreamWriter writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
        PRINTER.appendTo((Message) message, writer);
        writer.flush();
    }

    @Override
    public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream stream) throws IOException {
        PrototypeMarshaller<T> typed = (PrototypeMarshaller<T>) marshaller;
        Message.Builder builder = ((Message) typed.getMessagePrototype()).newBuilderForType();
        try {
            PARSER.merge(new InputStreamReader(stream, StandardCharsets.UTF_8), builder);
        } catch (InvalidProtocolBufferException unreadable) {
            throw Failure.of(FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID",
                    "The request cannot be read as " + builder.getDescriptorForType().getFullName() + ": " + unreadable.getMessage(), Map.of());
        }
        return typed.getMessageClass().cast(builder.build());
    }
}
