package io.github.hcsc.train.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * The signals that ask this process to end. Java's access to them is no part of its standard library, so it is looked up; where
 * it is missing or switched off ({@code -Xrs}), signals do what they do to any Java program.
 */
enum Signals {
    /** The terminal was closed. */
    HUP(1),
    /** Ctrl-C. */
    INT(2),
    /** The usual one, of schedulers and containers. */
    TERM(15);

    private final int number;

    Signals(int number) {
        this.number = number;
    }

    /** The exit status of a process that ended by this signal. */
    int status() {
        return 128 + number;
    }

    /**
     * Takes over a signal.
     *
     * @return gives it back
     */
    Runnable to(Consumer<Signals> listener) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object signal = type.getConstructor(String.class).newInstance(name());
            Method handle = type.getMethod("handle", type, handler);
            Object own = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(this, arguments);
                        }
                        listener.accept(this);
                        return null;
                    });
            Object before = handle.invoke(null, signal, own);
            return () -> restore(handle, signal, before);
        } catch (ReflectiveOperationException e) {
            return () -> {};
        }
    }

    private static void restore(Method handle, Object signal, Object before) {
        try {
            handle.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the handler of a signal cannot be restored", e);
        }
    }
}
