package dev.maitred.embedded.clickhouse.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The two calls of the C library that a process around this engine needs. */
public final class LibC {
    private LibC() {}

    /** Makes this process the leader of a session of its own, out of reach of its terminal's signals. */
    public static void setsid() {
        invoke("setsid", FunctionDescriptor.of(ValueLayout.JAVA_INT));
    }

    /** Ends the process at once: exit handlers of the loaded engine crash now and then, so that none may run. */
    public static void exit(int status) {
        invoke("_exit", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT), status);
    }

    private static void invoke(String name, FunctionDescriptor descriptor, Object... arguments) {
        Linker linker = Linker.nativeLinker();
        MethodHandle function = linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
        try {
            function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("The C library's " + name + " could not be called", e);
        }
    }
}
