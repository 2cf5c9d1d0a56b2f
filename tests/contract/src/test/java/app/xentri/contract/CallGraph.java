package app.xentri.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who calls whom in the contexts, read from their bytecode. A lambda counts as called where it is
 * made, a handler where it is made, an abstract method as every one that overrides it. The platform
 * is a leaf: what it is asked for counts, not what it does.
 */
final class CallGraph {

  /** A method by its owner's internal name, for example {@code app/xentri/platform/database/Tx}. */
  record Method(String owner, String name, String descriptor) {

    boolean is(String simpleOwner, String... names) {
      return owner.endsWith("/" + simpleOwner) && List.of(names).contains(name);
    }
  }

  private static final Set<String> ENTRY_POINTS =
      Set.of(
          "app/xentri/platform/http/MemberEndpoint",
          "app/xentri/platform/http/PublicEndpoint",
          "app/xentri/platform/function/EventConsumer");

  private final Map<String, ClassModel> classes = new HashMap<>();
  private final Map<String, List<ClassModel>> below = new HashMap<>();

  /**
   * Reads these classes.
   *
   * @param names for example {@code app.xentri.identity.me.GetMeHandler}
   */
  CallGraph(Stream<String> names) {
    names.map(CallGraph::parse).forEach(each -> classes.put(internalName(each), each));
    for (ClassModel each : classes.values()) {
      supertypes(each)
          .forEach(type -> below.computeIfAbsent(type, _ -> new ArrayList<>()).add(each));
    }
  }

  private static ClassModel parse(String name) {
    try (InputStream bytes =
        CallGraph.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
      if (bytes == null) {
        throw new IllegalArgumentException("there is no class " + name);
      }
      return ClassFile.of().parse(bytes.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The wirings that the method {@code functions()} of a context puts into its map: after the
   * constant with the function's name comes the lambda that builds it.
   */
  Map<String, Method> wirings(String context) {
    var wirings = new TreeMap<String, Method>();
    String name = null;
    for (CodeElement element : code(context.replace('.', '/'), "functions", "()Ljava/util/Map;")) {
      if (element instanceof ConstantInstruction constant
          && constant.constantValue() instanceof String text) {
        name = text;
      } else if (element instanceof InvokeDynamicInstruction lambda && name != null) {
        for (Method method : handles(lambda)) {
          wirings.put(name, method);
        }
        name = null;
      }
    }
    return wirings;
  }

  /** Everything that a method leads to. */
  Set<Method> reachedFrom(Method start) {
    var reached = new HashSet<Method>();
    Deque<Method> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      Method method = next.pop();
      if (reached.add(method)) {
        callsOf(method).forEach(next::push);
      }
    }
    return reached;
  }

  private List<Method> callsOf(Method method) {
    var calls = new ArrayList<Method>();
    for (ClassModel owner : declaring(method)) {
      for (CodeElement element : code(internalName(owner), method.name(), method.descriptor())) {
        if (element instanceof InvokeInstruction call) {
          calls.add(
              new Method(
                  call.owner().asInternalName(),
                  call.name().stringValue(),
                  call.type().stringValue()));
        } else if (element instanceof InvokeDynamicInstruction lambda) {
          calls.addAll(handles(lambda));
        }
      }
    }
    if (method.name().equals("<init>")) {
      calls.addAll(entryPoints(method.owner()));
    }
    return calls;
  }

  /** The classes whose code may run when this method is called: its own, above and below it. */
  private List<ClassModel> declaring(Method method) {
    var declaring = new ArrayList<>(below.getOrDefault(method.owner(), List.of()));
    for (ClassModel each = classes.get(method.owner()); each != null; each = superclass(each)) {
      declaring.add(each);
    }
    return declaring;
  }

  /** The platform calls a handler that was made. */
  private List<Method> entryPoints(String owner) {
    ClassModel made = classes.get(owner);
    if (made == null || supertypes(made).stream().noneMatch(ENTRY_POINTS::contains)) {
      return List.of();
    }
    return made.methods().stream()
        .filter(method -> method.methodName().equalsString("handle"))
        .map(
            method ->
                new Method(
                    owner, method.methodName().stringValue(), method.methodType().stringValue()))
        .toList();
  }

  private static List<Method> handles(InvokeDynamicInstruction lambda) {
    return lambda.bootstrapArgs().stream()
        .filter(DirectMethodHandleDesc.class::isInstance)
        .map(DirectMethodHandleDesc.class::cast)
        .map(
            handle ->
                new Method(
                    internalName(handle.owner().descriptorString()),
                    handle.methodName(),
                    handle.lookupDescriptor()))
        .toList();
  }

  private List<CodeElement> code(String owner, String name, String descriptor) {
    ClassModel model = classes.get(owner);
    if (model == null) {
      return List.of();
    }
    return model.methods().stream()
        .filter(method -> method.methodName().equalsString(name))
        .filter(method -> method.methodType().equalsString(descriptor))
        .flatMap(CallGraph::code)
        .toList();
  }

  private static Stream<CodeElement> code(MethodModel method) {
    return method.code().stream().flatMap(code -> code.elementStream());
  }

  private Set<String> supertypes(ClassModel model) {
    var types = new HashSet<String>();
    model.interfaces().forEach(each -> types.add(each.asInternalName()));
    model.superclass().ifPresent(each -> types.add(each.asInternalName()));
    for (String type : List.copyOf(types)) {
      ClassModel above = classes.get(type);
      if (above != null) {
        types.addAll(supertypes(above));
      }
    }
    return types;
  }

  private @Nullable ClassModel superclass(ClassModel model) {
    return model.superclass().map(each -> classes.get(each.asInternalName())).orElse(null);
  }

  private static String internalName(ClassModel model) {
    return model.thisClass().asInternalName();
  }

  private static String internalName(String descriptor) {
    return descriptor.substring(1, descriptor.length() - 1);
  }
}
