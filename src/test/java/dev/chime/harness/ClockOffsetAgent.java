package dev.chime.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Instant;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** A Java agent that has a server's classes read a clock which is wrong. */
public final class ClockOffsetAgent {

  private static final ClassDesc CLOCK = ClassDesc.of(ClockOffsetAgent.class.getName());

  private static volatile long offsetMillis;

  private ClockOffsetAgent() {}

  /** Called by the JVM, with the milliseconds by which the clock is to be ahead. */
  public static void premain(String millis, Instrumentation instrumentation) {
    offsetMillis = Long.parseLong(millis);
    instrumentation.addTransformer(
        new ClassFileTransformer() {
          @Override
          public byte @Nullable [] transform(
              @Nullable ClassLoader loader,
              String name,
              @Nullable Class<?> redefined,
              @Nullable ProtectionDomain domain,
              byte[] bytes) {
            boolean isOurs =
                name.startsWith("dev/chime/") || name.startsWith("com/fasterxml/uuid/");
            return isOurs && !name.endsWith("ClockOffsetAgent") ? withWrongClock(bytes) : null;
          }
        });
  }

  private static byte[] withWrongClock(byte[] bytes) {
    ClassFile classes = ClassFile.of();
    return classes.transformClass(
        classes.parse(bytes),
        ClassTransform.transformingMethodBodies(ClockOffsetAgent::replaceCall));
  }

  private static void replaceCall(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call
        && call.opcode() == Opcode.INVOKESTATIC
        && readsClock(call.owner().asInternalName() + "." + call.name() + call.type())) {
      code.invokestatic(CLOCK, call.name().stringValue(), call.typeSymbol());
    } else {
      code.with(element);
    }
  }

  private static boolean readsClock(String method) {
    return method.equals("java/lang/System.currentTimeMillis()J")
        || method.equals("java/time/Instant.now()Ljava/time/Instant;");
  }

  /** In place of {@link System#currentTimeMillis()}. */
  public static long currentTimeMillis() {
    return System.currentTimeMillis() + offsetMillis;
  }

  /** In place of {@link Instant#now()}. */
  public static Instant now() {
    return Instant.now().plusMillis(offsetMillis);
  }

  /** The JVM's option that has its clock be ahead so much. */
  static String option(Path folder, long millis) throws IOException {
    Path jar = folder.resolve("clock-offset.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", ClockOffsetAgent.class.getName());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file, manifest)) {
      String name = ClockOffsetAgent.class.getName().replace('.', '/');
      for (String each : new String[] {name + ".class", name + "$1.class"}) {
        entries.putNextEntry(new JarEntry(each));
        try (InputStream in = ClockOffsetAgent.class.getResourceAsStream("/" + each)) {
          Objects.requireNonNull(in).transferTo(entries);
        }
      }
    }
    return "-javaagent:" + jar + "=" + millis;
  }
}
