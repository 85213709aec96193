package io.avid.local.mongodb;

import io.avid.local.ExitWithParent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The process of local mode that serves every module's store, each with a port and a journal of its own:
/// `MongoProcess [--exit-with-parent] FOLDER customer=27001 transaction=27002 ...`.
public final class MongoProcess {

    private MongoProcess() {
    }

    /// Starts all stores or none; a failure is told on the standard error and ends the process with status 1.
    public static void main(String[] arguments) {
        List<String> values = new ArrayList<>(List.of(arguments));
        if (values.remove(ExitWithParent.ARGUMENT)) {
            ExitWithParent.begin();
        }
        if (values.size() < 2) {
            System.err.println("Usage: MongoProcess [" + ExitWithParent.ARGUMENT + "] FOLDER NAME=PORT [NAME=PORT ...]");
            System.exit(2);
        }
        Path folder = Path.of(values.removeFirst());
        List<DurableMongo> stores = new ArrayList<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stores.forEach(DurableMongo::close)));
        try {
            for (String store : values) {
                String[] nameAndPort = store.split("=", 2);
                if (nameAndPort.length != 2) {
                    throw new IOException("'" + store + "' is no store; expected NAME=PORT, such as customer=27001.");
                }
                stores.add(DurableMongo.start(folder.resolve(nameAndPort[0]), Integer.parseInt(nameAndPort[1])));
                System.out.println(nameAndPort[0] + " is served at port " + stores.getLast().port());
            }
        } catch (IOException | RuntimeException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        System.out.println("ready");
    }
}
