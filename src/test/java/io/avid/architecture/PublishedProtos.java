package io.avid.architecture;

import build.buf.validate.ValidateProto;
import com.google.api.AnnotationsProto;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.ExtensionRegistry;
import io.avid.platform.option.v1.PermissionOuterClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Avid's protos as the build described them, comments included; imported files are looked up only. */
final class PublishedProtos {
    private final FileDescriptorSet files;
    private final Map<String, DescriptorProto> messages = new HashMap<>();

    /** An RPC with all that is needed to judge it. */
    record Rpc(FileDescriptorProto file, ServiceDescriptorProto service, MethodDescriptorProto method, String comment) {
        String name() {
            return file.getPackage() + "." + service.getName() + "/" + method.getName();
        }

        boolean changes() {
            return method.getOptions().getIdempotencyLevel()
                    != com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel.NO_SIDE_EFFECTS;
        }

        boolean unary() {
            return !method.getClientStreaming() && !method.getServerStreaming();
        }
    }

    /** A field, and the message that it belongs to. */
    record Field(FileDescriptorProto file, String message, FieldDescriptorProto field, String comment) {
        String name() {
            return message + "." + field.getName();
        }
    }

    /** A value of an enumeration. */
    record Value(String enumeration, EnumValueDescriptorProto value, String comment) {}

    PublishedProtos(FileDescriptorSet files) {
        this.files = files;
        for (FileDescriptorProto file : files.getFileList()) {
            file.getMessageTypeList().forEach(message -> index("." + file.getPackage(), message));
        }
    }

    static PublishedProtos ofTheBuild() {
        var registry = ExtensionRegistry.newInstance();
        ValidateProto.registerAllExtensions(registry);
        AnnotationsProto.registerAllExtensions(registry);
        FieldBehaviorProto.registerAllExtensions(registry);
        PermissionOuterClass.registerAllExtensions(registry);
        try (var in = Files.newInputStream(Product.classFolder().resolve("META-INF/armeria/grpc/avid.dsc"))) {
            return new PublishedProtos(FileDescriptorSet.parseFrom(in, registry));
        } catch (IOException e) {
            throw new UncheckedIOException("the build describes the protos in META-INF/armeria/grpc/avid.dsc; compile first", e);
        }
    }

    FileDescriptorSet descriptorSet() {
        return files;
    }

    List<FileDescriptorProto> files() {
        return files.getFileList().stream().filter(file -> file.getName().startsWith("avid/")).toList();
    }

    List<Rpc> rpcs() {
        var rpcs = new ArrayList<Rpc>();
        for (FileDescriptorProto file : files()) {
            for (int s = 0; s < file.getServiceCount(); s++) {
                ServiceDescriptorProto service = file.getService(s);
                for (int m = 0; m < service.getMethodCount(); m++) {
                    rpcs.add(new Rpc(file, service, service.getMethod(m), comment(file, List.of(6, s, 2, m))));
                }
            }
        }
        return rpcs;
    }

    List<Field> fields() {
        var fields = new ArrayList<Field>();
        for (FileDescriptorProto file : files()) {
            for (int m = 0; m < file.getMessageTypeCount(); m++) {
                collect(file, file.getPackage(), file.getMessageType(m), List.of(4, m), fields);
            }
        }
        return fields;
    }

    List<Value> values() {
        var values = new ArrayList<Value>();
        for (FileDescriptorProto file : files()) {
            for (int e = 0; e < file.getEnumTypeCount(); e++) {
                EnumDescriptorProto enumeration = file.getEnumType(e);
                for (int v = 0; v < enumeration.getValueCount(); v++) {
                    values.add(new Value(
                            file.getPackage() + "." + enumeration.getName(),
                            enumeration.getValue(v),
                            comment(file, List.of(5, e, 2, v))));
                }
            }
        }
        return values;
    }

    /** A message by the name that a descriptor refers to it by, with a dot before it. */
    DescriptorProto message(String reference) {
        DescriptorProto message = messages.get(reference);
        if (message == null) {
            throw new IllegalArgumentException("no message " + reference + " is described");
        }
        return message;
    }

    static Optional<FieldDescriptorProto> field(DescriptorProto message, String name) {
        return message.getFieldList().stream().filter(field -> field.getName().equals(name)).findFirst();
    }

    private void index(String parent, DescriptorProto message) {
        String name = parent + "." + message.getName();
        messages.put(name, message);
        message.getNestedTypeList().forEach(nested -> index(name, nested));
    }

    private static void collect(
            FileDescriptorProto file, String parent, DescriptorProto message, List<Integer> path, List<Field> fields) {
        String name = parent + "." + message.getName();
        for (int f = 0; f < message.getFieldCount(); f++) {
            fields.add(new Field(file, name, message.getField(f), comment(file, then(path, 2, f))));
        }
        for (int n = 0; n < message.getNestedTypeCount(); n++) {
            if (!message.getNestedType(n).getOptions().getMapEntry()) {
                collect(file, name, message.getNestedType(n), then(path, 3, n), fields);
            }
        }
    }

    private static List<Integer> then(List<Integer> path, int kind, int index) {
        var longer = new ArrayList<>(path);
        longer.add(kind);
        longer.add(index);
        return List.copyOf(longer);
    }

    private static String comment(FileDescriptorProto file, List<Integer> path) {
        return file.getSourceCodeInfo().getLocationList().stream()
                .filter(location -> location.getPathList().equals(path))
                .map(Location::getLeadingComments)
                .findFirst()
                .orElse("")
                .strip();
    }
}
