package io.avid.platform.store;

import java.util.List;
import java.util.ServiceLoader;

/** Finds the hook once; all providers are told, in the order of the class path. */
final class InstalledWriteHook {
    static final WriteHook HOOK = load();

    private InstalledWriteHook() {}

    private static WriteHook load() {
        List<WriteHook> hooks = ServiceLoader.load(WriteHook.class).stream().map(ServiceLoader.Provider::get).toList();
        return new WriteHook() {
            @Override
            public void beforeWrite(String store, String operation) {
                for (WriteHook hook : hooks) {
                    hook.beforeWrite(store, operation);
                }
            }

            @Override
            public void afterWrite(String store, String operation) {
                for (WriteHook hook : hooks) {
                    hook.afterWrite(store, operation);
                }
            }
        };
    }
}
