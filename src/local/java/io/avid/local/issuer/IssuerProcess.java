package io.avid.local.issuer;

import io.avid.local.ExitWithParent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;

/// The issuer's process: `IssuerProcess [--exit-with-parent] FOLDER PORT AUDIENCE AVID_PORT`.
public final class IssuerProcess {

    private IssuerProcess() {
    }

    /// Starts it; a failure is told on the standard error and ends the process with status 1.
    public static void main(String[] arguments) {
        List<String> values = new ArrayList<>(List.of(arguments));
        if (values.remove(ExitWithParent.ARGUMENT)) {
            ExitWithParent.begin();
        }
        if (values.size() != 4) {
            System.err.println("Usage: IssuerProcess [" + ExitWithParent.ARGUMENT + "] FOLDER PORT AUDIENCE AVID_PORT");
            System.exit(2);
        }
        IssuerSettings settings = new IssuerSettings(Path.of(values.get(0)), Integer.parseInt(values.get(1)), values.get(2),
                Integer.parseInt(values.get(3)));
        try {
            var context = new AnnotationConfigServletWebServerApplicationContext();
            context.registerBean(IssuerSettings.class, () -> settings);
            context.register(IssuerApplication.class);
            context.registerShutdownHook();
            context.refresh();
            System.out.println("ready at " + settings.issuer());
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
