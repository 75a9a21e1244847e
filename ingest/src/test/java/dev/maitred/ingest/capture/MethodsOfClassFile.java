package dev.maitred.ingest.capture;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.util.Set;
import java.util.stream.Collectors;

/** What a class offers, read from its file: two classes of one name cannot both be loaded. */
final class MethodsOfClassFile {

    private MethodsOfClassFile() {}

    /** Names with descriptors. */
    static Set<String> publicMethods(URL file) throws IOException {
        try (InputStream bytes = file.openStream()) {
            ClassModel model = ClassFile.of().parse(bytes.readAllBytes());
            return model.methods().stream()
                    .filter(method -> method.flags().has(AccessFlag.PUBLIC))
                    .map(method -> method.methodName().stringValue()
                            + method.methodType().stringValue())
                    .collect(Collectors.toSet());
        }
    }
}
