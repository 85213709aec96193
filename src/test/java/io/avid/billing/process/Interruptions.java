package io.avid.billing.process;

import io.avid.platform.error.Failure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** Loses a call to another module or its answer: one of all the moments at which that can happen. */
final class Interruptions {
    private final AtomicInteger moments = new AtomicInteger();
    private volatile int armed;

    /** From now on the moment of this number, from 1, is one at which the connection is lost; 0 for none. */
    void arm(int moment) {
        moments.set(0);
        armed = moment;
    }

    /** Moments that were passed since. */
    int passed() {
        return moments.get();
    }

    /** The same port by a connection that can be lost. */
    <T> T over(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
            pass("before " + method.getName());
            Object answer;
            try {
                answer = method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            pass("after " + method.getName());
            return answer;
        }));
    }

    private void pass(String where) {
        if (moments.incrementAndGet() == armed) {
            throw Failure.unavailable("the other module (" + where + ")", null);
        }
    }
}
